import doctest
import importlib
import pkgutil

import pytest

import relata.text

MODULES = [f"relata.text.{module.name}" for module in pkgutil.iter_modules(relata.text.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_the_documentation_run(name):
    """Every example written in this room's documentation gives what it says."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    """The main ideas are shown, not only told."""
    shown = [
        name
        for name in MODULES
        if any(t.examples for t in doctest.DocTestFinder().find(importlib.import_module(name)))
    ]
    assert len(shown) >= 7


def test_a_broken_table_names_its_line(tmp_path, monkeypatch):
    """A linguist who edits a table wrongly is told which line to mend."""
    from relata.text import tables

    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "own.tsv").write_text("# comment\n\nit\talways\tsig\nit always\n", "utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)

    with pytest.raises(tables.BrokenTable, match=r"Line 4 of own\.tsv"):
        tables.rows("own.tsv", 3)
