"""The server: who may ask, what is refused, which view answers, and how it begins and ends."""
