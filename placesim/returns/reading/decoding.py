"""From the bytes of a file to its text, in whatever encoding it was saved."""

from placesim.returns.reading.refusals import refused

MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""What a file that tells its encoding begins with; the longer ones first."""

NOT_TEXT = (
    (b"PK\x03\x04", "this is an Excel workbook or an archive with another name; save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "this is an old Excel workbook; save the sheet as CSV"),
    (b"%PDF", "this is a PDF; save the table as CSV"),
)
"""What files of other kinds begin with, and the mend."""


def text_of(content: bytes, file: str) -> str:
    """Return the text of a file.

    Raises:
        InputError: it is no text.
    """
    for mark, mend in NOT_TEXT:
        if content.startswith(mark):
            raise refused(file, mend)
    try:
        text = content.decode(encoding_of(content))
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what English office software wrote before UTF-8
    return text.replace("\x00", "").lstrip("\ufeff").rstrip("\x1a")  # which old systems ended files with


def encoding_of(content: bytes) -> str:
    """Return the encoding that a file tells, or that its zero bytes tell; otherwise UTF-8."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding
    start = content[:2000]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if odd > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if even > len(start) // 4 else "utf-8"
