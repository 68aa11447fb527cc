"""A file that cannot be used: said with its name, its line and the mend, never with what a row holds."""

from placesim.config.faults import Fault, InputError


def refused(file: str, message: str, line: int = 0) -> InputError:
    """Return the error that refuses a file."""
    return InputError([Fault(file, line, "", message)])
