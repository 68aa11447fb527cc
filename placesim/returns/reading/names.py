"""Names of files: which are hidden, and how they are shown."""

HIDDEN_STARTS = (".", "~$", "__MACOSX")
HIDDEN = ("thumbs.db", "desktop.ini")


def hidden(name: str) -> bool:
    """Return whether a file or a folder over it is one that systems and programs make and nobody put there."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(HIDDEN_STARTS) or part.lower() in HIDDEN for part in parts)


def shown(name: str) -> str:
    """Return a name without letters that cannot be shown."""
    return "".join(letter if letter.isprintable() else " " for letter in name)
