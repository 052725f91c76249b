"""Sheets whose rows are sources."""

from __future__ import annotations

import datetime
import io
import json

import openpyxl
import pytest

from relata.sources import ROW, Item, Limits, Refusal, items, read


@pytest.fixture
def rows(tmp_path):
    def look(data, name="sheet.csv", **how):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(items(path, **how))

    return look


def book(sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_row_is_a_source_with_what_its_columns_say(rows):
    """Headings in Italian tell which cell is the text, the title, the date."""
    found = rows(
        "id;Titolo;Testo;Data;Autore;Testata;Lingua\n"
        "1;La partenza;Siamo partiti di notte.;14 maggio 2017;Ada Moss;Il Foglietto;it\n"
    )

    document = read(found[0], recognise=lambda text: "xx")

    assert found[0].media_type == ROW
    assert found[0].origin.endswith("sheet.csv, row 2")
    assert (document.text, document.title, document.date, document.date_from) == (
        "Siamo partiti di notte.",
        "La partenza",
        "2017-05-14",
        "column",
    )
    assert (document.author, document.publisher, document.language, document.kind) == (
        "Ada Moss",
        "Il Foglietto",
        "it",
        "table row",
    )


@pytest.mark.parametrize(
    "heading", ["text", "Testo", "texte", "Volltext", "النص", "TRANSCRIPT", "texto"]
)
def test_the_text_column_is_known_in_six_languages(rows, heading):
    """The column that says it is the text is, though another is longer."""
    found = rows(f"remarks,{heading}\n{'long ' * 40},short words\n")

    assert read(found[0], recognise=lambda text: None).text == "short words"


def test_without_a_named_column_the_longest_is_the_text(rows):
    """Where no heading says so, the longest cells on average are the text."""
    found = rows("a,b\nx,We walked for nine days\nlonger than usual,no\ny,We slept in barns\n")

    assert read(found[1], recognise=lambda text: None).text == "no"


def test_the_same_row_has_the_same_bytes_in_any_sheet(rows):
    """Order of columns, separator and place make no other source of a row."""
    one = rows("title,text\nA,We left\n", "one.csv")[0]
    other = rows("text\ttitle\n\nWe left\tA\n", "other.tsv")[0]

    assert one.data == other.data == b'{"text":"We left","title":"A"}'


def test_cells_may_hold_lines_quotes_and_long_texts(rows):
    """A whole transcript fits in a cell, with its lines and quotation marks."""
    text = 'Q: "Where?"\nA: There.\n' * 20_000
    quoted = text.replace('"', '""')

    found = rows(f'title,text\nA,"{quoted}"\n')

    assert json.loads(found[0].data)["text"] == text


def test_excel_rows_come_from_every_visible_sheet(rows):
    """Cells of all kinds become text; a date is a date; hidden sheets stay out."""
    data = book(
        {
            "One": [["date", "text", "n"], [datetime.datetime(2018, 2, 3), "We left", 4.0]],
            "Two": [["text"], ["We came"]],
        }
    )

    found = rows(data, "book.xlsx")

    assert [one.origin.rsplit("book.xlsx, ")[1] for one in found] == [
        "sheet One, row 2",
        "sheet Two, row 2",
    ]
    assert json.loads(found[0].data) == {"date": "2018-02-03", "text": "We left", "n": "4"}
    assert read(found[0], recognise=lambda text: None).date == "2018-02-03"


def test_an_excel_file_is_known_by_its_content(rows):
    """A workbook with a wrong name still gives rows."""
    assert rows(book({"S": [["text"], ["We came"]]}), "data.bin")[0].media_type == ROW


def test_a_sheet_without_rows_is_refused(rows):
    """A heading alone holds no source."""
    (found,) = rows("title,text\n")

    assert isinstance(found, Refusal)
    assert "no rows" in found.reason


def test_a_cut_workbook_is_one_refusal(rows):
    """A workbook cut short costs one sentence and quotes nothing."""
    data = book({"S": [["text"]] + [[f"words {n}"] for n in range(500)]})

    (found,) = rows(data[: len(data) // 2], "cut.xlsx")

    assert found.reason == "It seems to be an Excel workbook, but it is cut short or damaged."


def test_more_rows_than_the_limit_are_said(rows):
    """Rows beyond the limit are left out and said so."""
    found = rows("text\n" + "word\n" * 9, limits=Limits(rows=5))

    assert sum(isinstance(one, Item) for one in found) == 5
    assert "more than 5 rows" in found[-1].reason


def test_a_row_without_text_is_unreadable(rows):
    """A row whose text cell is empty is refused when read, the others are not."""
    found = rows("title,text\nA,\nB,We left\n")

    with pytest.raises(Exception, match="holds no text"):
        read(found[0])
    assert read(found[1], recognise=lambda text: None).text == "We left"


def test_a_date_that_is_none_is_noted(rows):
    """A cell that cannot be understood as a date leaves the date open, with a note."""
    found = rows("text,date\nWe left,some time ago\n")

    document = read(found[0], recognise=lambda text: None)

    assert document.date is None
    assert "date" in document.notes[0]
