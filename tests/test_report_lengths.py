"""The counter of reports: words a reader sees with folds closed, and where the board paper ends."""

import shutil

import pytest
from docx import Document

from placesim.studies.report_lengths import board_pages, length_of, main, visible_words


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>Four words are here.</p>", 4),
        ("<head><title>not this</title><style>p { color: red }</style></head><body><p>one</p></body>", 1),
        ("<script>let none = 0;</script><p>one</p>", 1),
        ("<svg><desc>drawn in words</desc><text>12</text></svg><figcaption>two words</figcaption>", 2),
        ("<details><summary>two shown</summary><p>five words that are folded</p></details><p>one</p>", 3),
        ("<details open><summary>two shown</summary><p>three more shown</p></details>", 5),
        ("<details><summary>outer</summary><details><summary>inner</summary><p>deep</p></details></details>", 1),
        ('<details><summary>Figures<span class="unseen">: behind this chart</span></summary>x</details>', 1),
        ("<table><caption>Two words</caption><tr><th>Spend</th><td>£4.2m</td></tr></table>", 4),
        ("<p>a line<br>and another</p><ul><li>first<li>second</ul>", 6),
    ],
)
def test_words_are_counted_as_a_reader_sees_them_with_folds_closed(page, words):
    assert visible_words(page) == words


@pytest.mark.parametrize(
    ("pages", "board"),
    [
        (["Title\nwords", "more", "Annex A: method", "rest"], 2),
        (["Title\nwords", "more\n\nAnnex A: method"], 2),
        (["Title alone", "no further heading"], 2),
    ],
)
def test_the_board_paper_ends_where_the_first_annex_begins(pages, board):
    assert board_pages(pages) == board


def test_the_command_prints_a_line_a_report(tmp_path, capsys):
    page = tmp_path / "report.html"
    page.write_text("<p>Three short words</p>", encoding="utf-8")
    main([str(page), str(tmp_path / "report.txt")])
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("report.html: 3 words with folds closed")
    assert second.endswith("neither a page (.html) nor a document (.docx)")


def test_pages_are_not_counted_without_the_programs_that_set_them(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pages not counted, as soffice and pdftotext" in length_of(tmp_path / "report.docx")


@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="needs LibreOffice and poppler")
def test_pages_of_a_document_are_those_that_libreoffice_sets(tmp_path):
    document = Document()
    document.add_paragraph("The paper")
    document.add_page_break()
    document.add_heading("Annex A: method", 1)
    path = tmp_path / "report.docx"
    document.save(str(path))
    assert length_of(path).endswith("2 pages, 1 of them the board paper")
