"""A codebook written and read again is the same codebook, in every form."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relata.codebook import CodebookEntry, CodeEntry, check_codebook, read_codebook, write_codebook
from relata.codebook.sheet_form import (
    csv_codebook,
    read_csv_codebook,
    read_xlsx_codebook,
    xlsx_codebook,
)
from relata.codebook.yaml_form import read_yaml
from relata.codebook.yaml_layout import yaml_of

FORMS = {
    "yaml": (lambda codebook: yaml_of(codebook).encode(), read_yaml),
    "xlsx": (xlsx_codebook, read_xlsx_codebook),
    "csv": (csv_codebook, read_csv_codebook),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_form_gives_back_what_was_written(codebooks, form, data):
    """Whatever a codebook says, in any script, no form loses or changes a word of it."""
    codebook = data.draw(codebooks)
    write, read = FORMS[form]

    assert read(write(codebook)) == codebook


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_is_well_made_has_no_problems(codebooks, data):
    """A codebook that can be written and read back passes its own check."""
    assert check_codebook(data.draw(codebooks)) == ()


@pytest.mark.parametrize(
    "text", ["=1+1", "+39", "-none", "@here", "'=quoted", "_x0041_", "no", "~", "2014-09", "1e3"]
)
@pytest.mark.parametrize("suffix", [".yaml", ".xlsx", ".csv"])
def test_words_that_look_like_something_else_stay_words(tmp_path, text, suffix):
    """A definition that reads like a formula, a number, a date or a yes stays the text it is."""
    codebook = CodebookEntry(
        "Try", codes=(CodeEntry("fear", text, path="fear", definition=text, example=text),)
    )
    file = tmp_path / f"codes{suffix}"
    write_codebook(codebook, file)

    assert read_codebook(file) == codebook


def test_excel_never_gets_a_formula(tmp_path):
    """A text that begins with = is stored in Excel as a string, so that opening it runs nothing."""
    import io

    import openpyxl

    entry = CodeEntry("fear", '=HYPERLINK("http://x")', path="fear", definition="=1+1")
    book = openpyxl.load_workbook(io.BytesIO(xlsx_codebook(CodebookEntry("=A1", codes=(entry,)))))
    kinds = {cell.data_type for sheet in book for row in sheet.rows for cell in row if cell.value}

    assert kinds == {"s"}


def test_csv_keeps_formulas_apart():
    """No cell of a written CSV begins with a character that a spreadsheet would run."""
    import csv
    import io

    entry = CodeEntry("fear", "=cmd|x", path="fear", definition="@SUM(A1)", example="+1 (555)")
    written = csv_codebook(CodebookEntry("-2+3", codes=(entry,))).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row if cell]

    assert not [cell for cell in cells if cell[0] in "=+-@"]
    assert "'=cmd|x" in cells


def test_a_codebook_made_in_python_is_checked_like_a_file():
    """A tree whose entries contradict one another is named, wherever it was made."""
    astray = CodebookEntry("Try", codes=(CodeEntry("fear", "Fear", path="push/fear"),))
    orphan = CodebookEntry("Try", codes=(CodeEntry("fear", "Fear", path="fear", parent="push"),))

    assert [problem.where for problem in check_codebook(astray)] == ["code fear"]
    assert "parent of fear" in check_codebook(orphan)[0].what
