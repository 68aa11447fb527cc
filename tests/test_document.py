"""The document: a board paper of few pages and its annexes, which a council can restyle and anybody can read."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable

from placesim.config.faults import InputError
from placesim.report.paper.document import readable_template, write_document
from placesim.report.paper.office import Drawings
from placesim.report.paper.parts import Cell, Chart, Charts, Folded, Heading, Report, Section, Table
from placesim.report.paper.workbook import write_workbook
from tests.office import HOSTILE, chart, drawn, harmless, hostile_report, options_table, report, year_table

SECTIONS = ["Answers", "Side by side", "Annex A: Each option", "Annex B: Running it again"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("document") / "report.docx"
    write_document(path, report())
    return path


@pytest.fixture(scope="module")
def paper(path: Path) -> WordDocument:
    return Document(str(path))


def written(tmp_path: Path, what: Report, template: Path | None = None) -> WordDocument:
    write_document(tmp_path / "report.docx", what, template.read_bytes() if template else None)
    return Document(str(tmp_path / "report.docx"))


def of_parts(*parts: Table | Chart | Charts | Heading | Folded) -> Report:
    return Report("Run", "Testford", "What?", (Section("Figures", "figures", parts),))


def headings(paper: WordDocument, level: int) -> list[str]:
    return [each.text for each in paper.paragraphs if each.style and each.style.name == f"Heading {level}"]


def tables(paper: WordDocument) -> list[WordTable]:
    """Tables of figures, without those that only hold pictures."""
    return [table for table in paper.tables if table.style.name == "placesim Table"]


def texts(paper: WordDocument) -> list[str]:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in paper.paragraphs] + cells


def captions(paper: WordDocument, kind: str) -> list[str]:
    styles = {style.style_id for style in paper.styles if style.name == "Caption"}
    every = paper.element.body.iter(qn("w:p"))
    said = ["".join(text.text for text in each.iter(qn("w:t"))) for each in every if each.style in styles]
    return [text for text in said if text.startswith(kind)]


def numbered(paper: WordDocument, kind: str) -> list[str]:
    """What the fields that number captions of a kind show."""
    fields = [each for each in paper.element.body.iter(qn("w:fldSimple")) if f"SEQ {kind}" in each.get(qn("w:instr"))]
    return ["".join(text.text for text in each.iter(qn("w:t"))) for each in fields]


def room(paper: WordDocument) -> int:
    section = paper.sections[0]
    return section.page_width - section.left_margin - section.right_margin


def test_first_pages_stand_before_the_annexes_which_begin_on_a_new_page(paper: WordDocument):
    assert [each.text for each in paper.paragraphs if each.style.name == "Title"] == ["Testford: options compared"]
    assert headings(paper, 1) == SECTIONS
    breaks = [each.text for each in paper.paragraphs if each.paragraph_format.page_break_before]
    assert breaks == ["Annex A: Each option"]


def test_annexes_beyond_z_have_two_letters(tmp_path: Path):
    annexes = tuple(Section(f"No {n}", f"a{n}", (Heading("x"),), annex=True) for n in range(28))
    shown = headings(written(tmp_path, Report("Run", "T", "", annexes)), 1)
    assert (shown[0], shown[25], shown[26], shown[27]) == (
        "Annex A: No 0",
        "Annex Z: No 25",
        "Annex AA: No 26",
        "Annex AB: No 27",
    )


def test_a_warning_and_how_to_read_stand_before_the_first_heading(paper: WordDocument):
    said = [each.text for each in paper.paragraphs]
    before = said[: said.index("Answers")]
    assert before[1:] == [
        "What would new homes do?",
        "Trial: 20 futures.",
        "How to read this.",
        "Comparison; Period: 1 April 2025 to 31 March 2029; Seed: 1",
    ]


def test_answers_stand_under_their_questions(paper: WordDocument):
    said = [each.text for each in paper.paragraphs]
    at = said.index("Does it save money?")
    assert said[at] in headings(paper, 2)
    assert said[at + 1 : at + 3] == ["It saves about £3.1m (2.5 to 3.8)", "It opens in July."]


def test_headings_never_skip_a_level(paper: WordDocument, tmp_path: Path):
    nested = of_parts(Folded("Closed", (Folded("Within", (Heading("Deep"), Heading("Deep too"))),)))
    for each in (paper, written(tmp_path, nested)):
        levels = [int(p.style.name[-1]) for p in each.paragraphs if p.style.name.startswith("Heading ")]
        assert levels[0] == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_what_the_page_folds_away_is_printed_and_what_only_it_has_is_not(paper: WordDocument):
    assert "Figures by year" in headings(paper, 3)
    said = texts(paper)
    assert "Only on paper." in said
    assert "Only on the page." not in said
    assert not any("Behind" in caption for caption in captions(paper, "Table"))


def test_figures_are_printed_with_what_stands_below_them_in_small_print(paper: WordDocument):
    [options] = [table for table in tables(paper) if table.rows[0].cells[0].text == "Option"]
    cell = options.rows[2].cells[1]
    assert cell.text == "\N{MINUS SIGN}3.10\n\N{MINUS SIGN}3.80 to \N{MINUS SIGN}2.50"
    figure, below = cell.paragraphs[0].runs
    assert figure.bold
    assert below.font.size < Pt(8)
    assert not options.rows[3].cells[1].paragraphs[0].runs[0].bold


def test_the_row_of_the_baseline_and_totals_stand_out(paper: WordDocument):
    [options] = [table for table in tables(paper) if table.rows[0].cells[0].text == "Option"]
    [years] = [table for table in tables(paper) if table.rows[0].cells[1].text == "2025-26"]
    for row in (options.rows[1], years.rows[-1]):
        assert all(run.bold for cell in row.cells for run in cell.paragraphs[0].runs[:1] if run.text)
    assert not years.rows[1].cells[0].paragraphs[0].runs[0].bold


def test_every_picture_says_in_words_what_it_shows(paper: WordDocument):
    pictures = list(paper.element.body.iter(qn("wp:docPr")))
    assert len(pictures) == len(captions(paper, "Figure")) == 5
    for picture in pictures:
        assert picture.get("descr").startswith("One line that rises from 0 to 1")
        assert picture.get("name").startswith("Figure ")
    assert len({picture.get("id") for picture in pictures}) == len(pictures)


def test_small_charts_stand_abreast_each_over_its_caption(paper: WordDocument):
    [grid] = [table for table in paper.tables if table.style.name != "placesim Table"]
    assert len(grid.rows) == len(grid.columns) == 2
    for row in grid.rows:
        for cell in row.cells:
            picture, caption = cell.paragraphs
            assert next(picture._p.iter(qn("wp:inline")), None) is not None
            assert caption.style.name == "Caption"
    assert grid.rows[0].cells[0].paragraphs[1].text.endswith("Small chart 0")


def test_pictures_and_tables_are_no_wider_than_the_page_allows(paper: WordDocument, tmp_path: Path):
    many = written(tmp_path, of_parts(year_table(30), options_table(HOSTILE), chart("c", "x")))
    for each in (paper, many):
        for table in each.tables:
            assert sum(column.width for column in table.columns) <= room(each)
            assert all(sum(cell.width for cell in row.cells) <= room(each) for row in table.rows)
        extents = [int(extent.get("cx")) for extent in each.element.body.iter(qn("wp:extent"))]
        assert extents and all(width <= room(each) for width in extents)


def test_a_table_with_too_many_columns_continues_below_with_its_first_column(tmp_path: Path):
    paper = written(tmp_path, of_parts(year_table(30)))
    shown = tables(paper)
    assert len(shown) > 1
    assert [row.cells[0].text for row in shown[1].rows][1:] == ["Homes", "Carers", "In all"]
    years = [cell.text for table in shown for cell in table.rows[0].cells[1:]]
    assert years == list(year_table(30).columns[1:])
    assert captions(paper, "Table")[1].endswith("(continued)")


def test_a_tall_picture_leaves_room_for_its_caption(tmp_path: Path):
    def tall():
        figure = drawn()
        figure.set_size_inches(4, 20)
        return figure

    paper = written(tmp_path, of_parts(replace(chart("c", "x"), draw=tall)))
    [shape] = paper.inline_shapes
    assert shape.height <= paper.sections[0].page_height - Cm(6)
    assert shape.height / shape.width == pytest.approx(5, rel=0.01)


def test_captions_are_numbered_in_order_by_fields(paper: WordDocument):
    for kind in ("Table", "Figure"):
        count = len(captions(paper, kind))
        assert numbered(paper, kind) == [str(number) for number in range(1, count + 1)]
    assert len(captions(paper, "Table")) == len(tables(paper))


def test_tables_repeat_their_heading_and_keep_rows_whole(paper: WordDocument):
    assert len(tables(paper)) >= 5
    for table in tables(paper):
        first, *others = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.tblPr.find(qn("w:tblLook")).get(qn("w:firstRow")) == "1"


def test_the_page_is_a4_in_11_points_with_margins_of_2_cm_and_its_number_in_the_footer(paper: WordDocument):
    section = paper.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert {round(margin.cm, 1) for margin in margins} == {2.0}
    assert paper.styles["Normal"].font.size == Pt(11)
    codes = [field.get(qn("w:instr")).strip() for field in section.footer._element.iter(qn("w:fldSimple"))]
    assert codes == ["PAGE", "NUMPAGES"]


def test_the_document_says_what_it_is_and_in_which_language(paper: WordDocument):
    core = paper.core_properties
    assert core.title == "Testford: options compared"
    assert (core.subject, core.author, core.language) == ("Placement sufficiency", "placesim", "en-GB")
    languages = {each.get(qn("w:val")) for each in paper.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_the_same_report_is_the_same_file(tmp_path: Path, path: Path):
    write_document(tmp_path / "again.docx", report())
    assert (tmp_path / "again.docx").read_bytes() == path.read_bytes()
    with ZipFile(path) as packed:
        assert {part.date_time[0] for part in packed.infolist()} == {2000}


def test_a_chart_is_drawn_once_for_document_and_workbook(tmp_path: Path):
    drawings, times = Drawings(), []

    def counted():
        times.append(1)
        return drawn()

    what = of_parts(replace(chart("c", "x"), draw=counted))
    write_document(tmp_path / "report.docx", what, None, drawings)
    write_workbook(tmp_path / "report.xlsx", what, drawings)
    assert len(times) == 1


def test_a_report_of_nothing_still_makes_a_document(tmp_path: Path):
    empty = Table("Nothing", ("What", "Figure"), ())
    paper = written(tmp_path, of_parts(empty, Charts(())))
    assert headings(paper, 1) == ["Figures"]
    assert [len(table.rows) for table in tables(paper)] == [1]


def test_missing_figures_are_words(tmp_path: Path):
    paper = written(tmp_path, of_parts(Table("None", ("What", "Figure"), ((Cell("x"), Cell("none", float("nan"))),))))
    assert tables(paper)[0].rows[1].cells[1].text == "none"


def test_hostile_names_are_text_and_nothing_else(tmp_path: Path):
    paper = written(tmp_path, hostile_report())
    shown = headings(paper, 2)
    assert {harmless(name) for name in HOSTILE} <= {harmless(text) for text in shown}
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


def test_a_councils_template_gives_its_styles_header_and_footer(tmp_path: Path, template: Path):
    paper = written(tmp_path, report(), template)
    assert paper.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0x00, 0x55)
    assert paper.styles["Normal"].font.name == "Georgia"
    assert "Council Note" in [style.name for style in paper.styles]
    assert paper.sections[0].header.paragraphs[0].text == "Testford Council"
    assert paper.sections[0].footer.paragraphs[0].text == "Official"
    assert round(paper.sections[0].page_width.cm) == 20
    assert headings(paper, 1) == SECTIONS
    assert "Text of the template" not in texts(paper)


def test_a_document_in_a_template_is_the_same_file_each_time(tmp_path: Path, template: Path):
    for name in ("one.docx", "other.docx"):
        write_document(tmp_path / name, report(), template.read_bytes())
    assert (tmp_path / "one.docx").read_bytes() == (tmp_path / "other.docx").read_bytes()


def test_styles_that_a_template_lacks_are_added_as_real_headings(tmp_path: Path, template: Path):
    document = Document(str(template))
    for name in ("Heading 1", "Heading 2", "Heading 3", "Title", "Subtitle", "Caption", "List Bullet", "Table Grid"):
        document.styles[name].delete()
    document.save(str(template))
    paper = written(tmp_path, report(), template)
    assert headings(paper, 1) == SECTIONS
    for level, name in enumerate(("Heading 1", "Heading 2", "Heading 3")):
        outline = paper.styles[name].element.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        assert outline.get(qn("w:val")) == str(level)
    bullets = [each for each in paper.paragraphs if each.style.name == "List Bullet"]
    assert bullets and all(each.text.startswith("\N{BULLET} ") for each in bullets)
    assert paper.styles["Heading 1"].font.name is None, "the font is the council's"


def test_a_template_without_page_settings_is_no_obstacle(tmp_path: Path, template: Path):
    document = Document(str(template))
    for section in list(document.element.body.iter(qn("w:sectPr"))):
        section.getparent().remove(section)
    document.save(str(template))
    assert headings(written(tmp_path, report(), template), 1) == SECTIONS


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
