"""A codebook in use keeps what is in use."""

from __future__ import annotations

import pytest
from support.banks import CODEBOOK

import relata
from relata.codebook import CodebookEntry, CodeEntry
from relata.codebook.keeping import CodebookInUse

OTHER = CodebookEntry("Leaving", codes=(CodeEntry("fear", "Fear", path="fear"),))


def test_replacing_a_codebook_refuses_to_drop_a_code_in_use(study: relata.Databank) -> None:
    """A code that codings rest on does not go, and nothing else changes either."""
    study.coding.code("first", (4, 9), code="brutality")
    before = study.revision

    with pytest.raises(CodebookInUse, match="1 of coding"):
        study.codebook.load(OTHER, replace=True)

    assert study.revision == before


def test_replacing_a_codebook_not_in_use_leaves_the_new_one_alone(bank: relata.Databank) -> None:
    """What nothing rests on goes, with its wordings still in the history."""
    bank.codebook.load(CODEBOOK)
    before = bank.revision
    bank.codebook.load(OTHER, replace=True)

    assert [c.entry.name for c in bank.codebook.codes()] == ["fear"]
    assert bank.codebook.variables() == []
    assert len(bank.as_of(before).codebook.codes()) == len(CODEBOOK.codes)
    assert bank.verify().sound
