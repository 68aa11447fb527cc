"""The commands, one module each: parse, call, print. No logic lives here."""
