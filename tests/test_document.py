"""The document of a comparison: a board paper that a council can restyle, and that anybody can read."""

import re
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor

from placesim.config.faults import InputError
from placesim.report.comparison.comparing import Comparing
from placesim.report.comparison.differences import spend_says
from placesim.report.comparison.options import Options
from placesim.report.office.word import readable_template, write_document
from tests.office import HOSTILE, SCENARIOS, comparing_of, harmless, opening, small_council

SECTIONS = [
    "Purpose",
    "Summary",
    "Options considered",
    "What each would do",
    "Children and placements",
    "Finance",
    "Risks, and what the figures depend on",
    "What the options do not do",
    "Method and limits",
    "Sources",
]


@pytest.fixture(scope="module")
def comparing() -> Comparing:
    return comparing_of(small_council(), SCENARIOS)


@pytest.fixture(scope="module")
def path(comparing: Comparing, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "report.docx"
    write_document(path, comparing)
    return path


@pytest.fixture(scope="module")
def paper(path: Path) -> WordDocument:
    return Document(str(path))


def written(tmp_path: Path, comparing: Comparing, template: Path | None = None) -> WordDocument:
    write_document(tmp_path / "report.docx", comparing, template)
    return Document(str(tmp_path / "report.docx"))


def headings(paper: WordDocument, level: int) -> list[str]:
    return [each.text for each in paper.paragraphs if each.style and each.style.name == f"Heading {level}"]


def texts(paper: WordDocument) -> list[str]:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in paper.paragraphs] + cells


def captions(paper: WordDocument, kind: str) -> list[str]:
    return [each.text for each in paper.paragraphs if each.style.name == "Caption" and each.text.startswith(kind)]


def numbered(paper: WordDocument, kind: str) -> list[str]:
    """What the fields that number captions of a kind show."""
    fields = [each for each in paper.element.body.iter(qn("w:fldSimple")) if f"SEQ {kind}" in each.get(qn("w:instr"))]
    return ["".join(text.text for text in each.iter(qn("w:t"))) for each in fields]


def test_the_paper_has_its_parts_in_order_under_real_headings(paper: WordDocument):
    assert [each for each in paper.paragraphs if each.style.name == "Title"]
    assert headings(paper, 1) == SECTIONS


def test_the_summary_begins_with_the_baseline(paper: WordDocument):
    said = [each.text for each in paper.paragraphs]
    at = said.index("Summary")
    assert said[at + 1].startswith("If nothing changes: ")
    assert said[at + 2] == "Check this before you read on: every option is measured against it."


def test_a_trial_is_marked_before_the_first_heading(paper: WordDocument, comparing: Comparing):
    said = [each.text for each in paper.paragraphs]
    trial = [text for text in said[: said.index("Purpose")] if text.startswith("Trial: ")]
    assert trial == [f"Trial: {Options(comparing).futures} futures. Some hundreds are needed to decide by."]


def test_headings_never_skip_a_level(paper: WordDocument):
    levels = [int(each.style.name[-1]) for each in paper.paragraphs if each.style.name.startswith("Heading ")]
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_every_option_has_a_section_of_its_own_with_what_it_does_to_spend(paper: WordDocument, comparing: Comparing):
    options, said = Options(comparing), texts(paper)
    for name in SCENARIOS:
        assert name in headings(paper, 2)
        assert f"It {spend_says(options.difference(name, 'spend'), f'by {options.end}')}." in said


def test_a_scenario_that_changes_nothing_is_not_said_to_save(paper: WordDocument):
    said = [text for text in texts(paper) if text.startswith("It changes spend in no future")]
    assert said
    assert not any("“Nothing at all” saves" in text for text in texts(paper))


def test_figures_of_the_tables_are_those_of_the_comparison(paper: WordDocument, comparing: Comparing):
    [money] = [table for table in paper.tables if table.rows[0].cells[1].text.startswith("Spend, ")]
    shown = {row.cells[0].text: row.cells[1].text.split("\n")[0] for row in money.rows[1:]}
    for name in SCENARIOS:
        pounds = comparing.comparison.difference(name, "spend").mean / 1e3
        assert float(shown[name].replace("\N{MINUS SIGN}", "-").replace(",", "")) == pytest.approx(pounds, abs=0.51)


def test_every_picture_says_in_words_what_it_shows(paper: WordDocument):
    pictures = list(paper.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == len(captions(paper, "Figure")) == 4
    for picture in pictures:
        assert len(picture.get("descr")) > 40
        assert picture.get("name").startswith("Figure ")
    assert len({picture.get("id") for picture in pictures}) == len(pictures)


def test_pictures_are_no_wider_than_the_page_allows(paper: WordDocument):
    section = paper.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert all(shape.width <= room for shape in paper.inline_shapes)
    assert all(shape.height <= section.page_height - Cm(6) for shape in paper.inline_shapes)


def test_captions_are_numbered_in_order_by_fields(paper: WordDocument):
    for kind in ("Table", "Figure"):
        count = len(captions(paper, kind))
        assert numbered(paper, kind) == [str(number) for number in range(1, count + 1)]
    assert len(captions(paper, "Table")) == len(paper.tables)


def test_tables_repeat_their_heading_and_keep_rows_whole(paper: WordDocument):
    assert len(paper.tables) >= 5
    for table in paper.tables:
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert all(cell.text.strip() for cell in first.cells)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_the_page_is_a4_with_its_number_in_the_footer(paper: WordDocument):
    section = paper.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    codes = [field.get(qn("w:instr")).strip() for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_the_document_says_what_it_is_and_in_which_language(paper: WordDocument):
    core = paper.core_properties
    assert core.title == "Testford: sufficiency options compared"
    assert (core.subject, core.author, core.language) == ("Placement sufficiency options", "placesim", "en-GB")
    languages = {each.get(qn("w:val")) for each in paper.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_too_few_futures_are_said_to_be_too_few(tmp_path: Path):
    paper = written(tmp_path, comparing_of(small_council(), {"Open in July": [opening("2025-07-01")]}, 3))
    assert any("Too few futures (3)" in text for text in texts(paper))
    assert not any(re.search(r"“Open in July” saves £", text) for text in texts(paper))


def test_a_comparison_that_finds_nothing_still_makes_a_paper(tmp_path: Path):
    paper = written(tmp_path, comparing_of(small_council(), {"Nothing at all": []}, 12))
    assert headings(paper, 1) == SECTIONS
    assert any("No option clearly saves money" in text for text in texts(paper))


def test_hostile_names_are_text_and_nothing_else(tmp_path: Path):
    scenarios = {name: [opening("2025-07-01")] for name in HOSTILE}
    paper = written(tmp_path, comparing_of(small_council(HOSTILE[0], HOSTILE[5]), scenarios, 12))
    shown = headings(paper, 2)
    assert {harmless(name) for name in HOSTILE} <= set(shown)
    with ZipFile(tmp_path / "report.docx") as packed:
        names = packed.namelist()
        links = "".join(packed.read(name).decode() for name in names if name.endswith(".rels"))
        assert 'TargetMode="External"' not in links
        body = packed.read("word/document.xml").decode()
    assert "<script" not in body
    assert "w:hyperlink" not in body
    instructions = re.findall(r'w:instr="([^"]*)"', body)
    assert {text.split()[0] for text in instructions} == {"SEQ"}
    assert list(tmp_path.iterdir()) == [tmp_path / "report.docx"]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A council's own document: its colours, its header and footer, and text that must go."""
    document = Document()
    document.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0x00, 0x55)
    document.styles["Normal"].font.name = "Georgia"
    document.styles.add_style("Council Note", WD_STYLE_TYPE.PARAGRAPH)
    document.sections[0].header.paragraphs[0].text = "Testford Council"
    document.sections[0].footer.paragraphs[0].text = "Official"
    document.sections[0].page_width = Cm(20)
    document.add_heading("Text of the template", 1)
    document.add_table(2, 2)
    path = tmp_path / "council.docx"
    document.save(str(path))
    return path


def test_a_councils_template_gives_its_styles_header_and_footer(tmp_path: Path, comparing: Comparing, template: Path):
    paper = written(tmp_path, comparing, template)
    assert paper.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0x00, 0x55)
    assert paper.styles["Normal"].font.name == "Georgia"
    assert "Council Note" in [style.name for style in paper.styles]
    assert paper.sections[0].header.paragraphs[0].text == "Testford Council"
    assert paper.sections[0].footer.paragraphs[0].text == "Official"
    assert round(paper.sections[0].page_width.cm) == 20
    assert headings(paper, 1) == SECTIONS
    assert "Text of the template" not in texts(paper)


def test_styles_that_a_template_lacks_are_added_as_real_headings(tmp_path: Path, comparing: Comparing, template: Path):
    document = Document(str(template))
    for name in ("Heading 1", "Heading 2", "Heading 3", "Title", "Subtitle", "Caption", "List Bullet", "Table Grid"):
        document.styles[name].delete()
    document.save(str(template))
    paper = written(tmp_path, comparing, template)
    assert headings(paper, 1) == SECTIONS
    for level, name in enumerate(("Heading 1", "Heading 2", "Heading 3")):
        outline = paper.styles[name].element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level)
    bullets = [each for each in paper.paragraphs if each.style.name == "List Bullet"]
    assert bullets and all(each.text.startswith("\N{BULLET} ") for each in bullets)
    assert paper.styles["Heading 1"].font.name is None, "the font is the council's"


def test_a_template_without_page_settings_is_no_obstacle(tmp_path: Path, comparing: Comparing, template: Path):
    document = Document(str(template))
    for section in list(document.element.body.iter(qn("w:sectPr"))):
        section.getparent().remove(section)
    document.save(str(template))
    assert headings(written(tmp_path, comparing, template), 1) == SECTIONS


def wrong_files(folder: Path) -> dict[Path, str]:
    """Files that are no template, and what is said of them."""
    folder.joinpath("text.docx").write_text("not a zip archive", encoding="utf-8")
    folder.joinpath("empty.docx").write_bytes(b"")
    folder.joinpath("old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    folder.joinpath("folder.docx").mkdir()
    with ZipFile(folder / "zip.docx", "w") as packed:
        packed.writestr("hello.txt", "hello")
    with ZipFile(folder / "workbook.docx", "w") as packed:
        packed.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
    return {
        folder / "text.docx": "not a Word document",
        folder / "empty.docx": "not a Word document",
        folder / "old.doc": "ends in .docx",
        folder / "folder.docx": "this is a folder",
        folder / "zip.docx": "not a Word document",
        folder / "workbook.docx": "not a Word document",
        folder / "none.docx": "no such file",
    }


def test_a_template_that_is_none_is_told_in_one_line_with_its_mend(tmp_path: Path):
    for path, says in wrong_files(tmp_path).items():
        with pytest.raises(InputError) as told:
            readable_template(path)
        [fault] = told.value.faults
        assert says in fault.message, path
        assert str(path) in str(fault)
        assert ";" in fault.message or "," in fault.message, "says what to do"


def test_a_template_cut_short_is_told_as_such(tmp_path: Path, template: Path):
    template.write_bytes(template.read_bytes()[:4000])
    with pytest.raises(InputError, match="not a Word document"):
        readable_template(template)


def test_a_good_template_passes(template: Path):
    readable_template(template)


def test_pictures_of_many_options_fit_on_a_page_and_say_what_they_leave_out(tmp_path: Path):
    scenarios = {f"Option {number}": [opening(f"2026-0{1 + number % 9}-01")] for number in range(18)}
    paper = written(tmp_path, comparing_of(small_council(), scenarios, 12))
    assert all(shape.height <= paper.sections[0].page_height - Cm(6) for shape in paper.inline_shapes)
    assert any("Drawn: the first 15 of 18" in caption for caption in captions(paper, "Figure"))
