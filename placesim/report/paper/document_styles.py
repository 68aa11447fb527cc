"""The styles of a document: those of a council's template where it has them, ours where it has not."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from placesim.config.faults import Fault, InputError

BODY, TITLE, SUBTITLE, BULLET, CAPTION = "Normal", "Title", "Subtitle", "List Bullet", "Caption"
FINDING, SMALL_PRINT = "placesim Finding", "placesim Small Print"
TABLE_TEXT, TABLE_HEADING = "placesim Table Text", "placesim Table Heading"
TABLE = "placesim Table"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")

FONT = "Arial"
INK, DARK, SOFT = RGBColor(0x1B, 0x27, 0x33), RGBColor(0x1B, 0x4F, 0x72), RGBColor(0x3D, 0x48, 0x52)
LANGUAGE = "en-GB"

MOST_BYTES = 30_000_000
MOST_UNPACKED = 300_000_000
"""A template larger than this, packed or unpacked, is refused."""

NO_DOCUMENT = "not a Word document that can be read; open it in Word and save it as .docx"

TABLE_XML = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="placesimTable">
  <w:name w:val="{TABLE}"/><w:uiPriority w:val="99"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      <w:top w:val="single" w:sz="8" w:color="1B4F72"/><w:bottom w:val="single" w:sz="8" w:color="1B4F72"/>
      <w:insideH w:val="single" w:sz="4" w:color="C9D1D8"/>
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="25" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>
      <w:bottom w:w="25" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr>
      <w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="1B4F72"/></w:tcBorders>
      <w:shd w:val="clear" w:color="auto" w:fill="E6EEF4"/><w:vAlign w:val="bottom"/>
    </w:tcPr>
  </w:tblStylePr>
</w:style>"""


def readable_template(template: Path) -> Path:
    """Return a template, sure before anything is simulated that it can be used.

    Raises:
        InputError: it is no .docx, cannot be read, or is too large.
    """
    if fault := _what_is_wrong(template):
        raise InputError([Fault(str(template), 0, "", fault)])
    return template


def _what_is_wrong(template: Path) -> str:
    try:
        return _no_file(template) or _no_document(template)
    except OSError as error:
        return f"cannot be read ({error.strerror or error}); check the name and your access"


def _no_file(template: Path) -> str:
    if not template.exists():
        return "no such file; check the name and the folder"
    if template.is_dir():
        return "this is a folder; name a .docx file in it"
    if template.suffix.lower() != ".docx":
        return "a template ends in .docx; open it in Word and save it as .docx"
    size = template.stat().st_size
    return f"too large, {size:,} bytes; at most {MOST_BYTES:,} are allowed" if size > MOST_BYTES else ""


def _no_document(template: Path) -> str:
    """Read the template, to be told now and not after the simulation that it cannot be read."""
    try:
        with ZipFile(template) as packed:
            if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
                return "too large when unpacked; take its pictures out"
        _emptied(Document(str(template)))
    except OSError:
        raise
    except Exception:  # a damaged file breaks a reader anywhere: in the archive, in the XML, in what is missing of it
        return NO_DOCUMENT
    return ""


def new_document(template: bytes | None) -> WordDocument:
    """Return an empty document: with our styles, or with a template's styles, headers and footers."""
    if template is None:
        document = Document()
        _our_page(document)
    else:
        document = _emptied(Document(BytesIO(template)))
    _with_styles(document, restyle=template is None)
    _speaks(document, LANGUAGE)
    return document


def _emptied(document: WordDocument) -> WordDocument:
    """Return a document with nothing in its body but the last section: its page, headers and footers."""
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    if not document.sections:
        body.append(parse_xml(f"<w:sectPr {nsdecls('w')}/>"))
    return document


def _our_page(document: WordDocument) -> None:
    """Set A4 with margins, and page numbers in the footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.0), Cm(2.0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for word, code in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        footer.add_run(word)
        footer._p.append(field(code, "1"))


def field(code: str, shown: str) -> object:
    """Return a field that Word computes, with what it shows until then."""
    xml = f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'
    return parse_xml(xml)


def _with_styles(document: WordDocument, restyle: bool) -> None:
    """Add the styles that the document needs and lacks; set those there are only where they are nobody's."""
    for name, look in LOOKS.items():
        there = _paragraph_style(document, name)
        style = there or _added(document, name)
        if restyle or there is None:
            look.give(style, ours=restyle)
    if TABLE not in [style.name for style in document.styles]:
        document.styles.element.append(parse_xml(TABLE_XML))


def _paragraph_style(document: WordDocument, name: str) -> ParagraphStyle | None:
    styles = [style for style in document.styles if style.name == name]
    return styles[0] if styles and isinstance(styles[0], ParagraphStyle) else None


def _added(document: WordDocument, name: str) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.base_style = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    if name in HEADINGS:
        level = f'<w:outlineLvl {nsdecls("w")} w:val="{HEADINGS.index(name)}"/>'
        style.element.get_or_add_pPr().append(parse_xml(level))
    return style


class Look:
    """How a style of ours looks."""

    def __init__(
        self,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        colour: RGBColor = INK,
        before: float = 0,
        after: float = 6,
        with_next: bool = False,
    ):
        self._size, self._bold, self._italic, self._colour = size, bold, italic, colour
        self._before, self._after, self._with_next = before, after, with_next

    def give(self, style: ParagraphStyle, ours: bool) -> None:
        """Give a style this look; in a council's document (not `ours`) its font and colour stay the council's."""
        font, spacing = style.font, style.paragraph_format
        font.size, font.bold, font.italic = Pt(self._size), self._bold, self._italic
        spacing.space_before, spacing.space_after = Pt(self._before), Pt(self._after)
        spacing.keep_with_next = self._with_next
        if ours:
            spacing.line_spacing, font.color.rgb = 1.0, self._colour
            _set_font(style)
            _not_spaced_out(style)


def _set_font(style: ParagraphStyle) -> None:
    """Name our font for every script, in place of the theme's."""
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _not_spaced_out(style: ParagraphStyle) -> None:
    """Take away the room between letters that a subtitle has by default."""
    for spacing in style.element.get_or_add_rPr().findall(qn("w:spacing")):
        spacing.getparent().remove(spacing)


def has_bullets(document: WordDocument) -> bool:
    """Tell whether the style of lists draws a sign before each point, by itself or by the style it rests on."""
    style = _paragraph_style(document, BULLET)
    while style is not None:
        if next(style.element.iter(qn("w:numPr")), None) is not None:
            return True
        base = style.base_style
        style = base if isinstance(base, ParagraphStyle) else None
    return False


LOOKS = {
    BODY: Look(11, after=3),
    TITLE: Look(18, bold=True, colour=DARK, after=2, with_next=True),
    SUBTITLE: Look(11, colour=SOFT, after=4),
    "Heading 1": Look(14, bold=True, colour=DARK, before=8, after=2, with_next=True),
    "Heading 2": Look(11, bold=True, colour=DARK, before=5, after=1, with_next=True),
    "Heading 3": Look(11, bold=True, before=6, after=2, with_next=True),
    BULLET: Look(11, after=1),
    CAPTION: Look(9, bold=True, colour=SOFT, before=2, after=2),
    FINDING: Look(11, bold=True, after=2),
    TABLE_TEXT: Look(8, after=0),
    TABLE_HEADING: Look(8, bold=True, colour=DARK, after=0),
    SMALL_PRINT: Look(8.5, colour=SOFT, after=3),
}


def _speaks(document: WordDocument, language: str) -> None:
    """Set the language of all text that says no other."""
    xml = f'<w:lang {nsdecls("w")} w:val="{language}" w:eastAsia="{language}"/>'
    defaults = document.styles.element.find(qn("w:docDefaults"))
    body = document.styles.default(WD_STYLE_TYPE.PARAGRAPH)
    holders = [body.element.get_or_add_rPr()] if body is not None else []
    if defaults is not None and (run := defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")) is not None:
        holders.append(run)
    for holder in holders:
        for old in holder.findall(qn("w:lang")):
            holder.remove(old)
        holder.append(parse_xml(xml))
