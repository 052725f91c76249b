"""Preferences: how a person likes the workspace, and nothing that tells of the data."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

import relata
from relata.team.aside import aside
from relata.team.preferences import BadPreference, Preferences
from relata.team.tables import preference


def test_what_is_chosen_is_kept_for_each(bank: relata.Databank) -> None:
    """One's own, joined with what was chosen before; no revision is made of it."""
    bank.team.add("Omar", "reader")
    omar, before = bank.seated("Omar"), bank.revision
    assert bank.team.preferences() == Preferences()
    bank.team.prefer(theme="dark", text_size=20)
    told = bank.team.prefer(language="ar", others={"minimap": True, "sort": "date-down"})
    assert told == bank.team.preferences()
    assert (told.theme, told.text_size, told.language) == ("dark", 20, "ar")
    assert omar.team.preferences() == Preferences()
    told = bank.team.prefer(theme=None, others={"minimap": None, "lanes": 4})
    assert told.theme == "system"
    assert told.others == {"sort": "date-down", "lanes": 4}
    assert bank.team.prefer(others=None).others == {}
    assert bank.revision == before


@pytest.mark.parametrize(
    "changes",
    [
        {"theme": "pink"},
        {"language": "xx"},
        {"text_size": 4},
        {"text_size": "20"},
        {"lock_after": 0},
        {"colour": "red"},
        {"others": {"last search": "x"}},
        {"others": {"search": "what he said that night"}},
        {"others": {"search": "x" * 41}},
        {"others": {"list": ["x"]}},
        {"others": {f"n{n}": n for n in range(65)}},
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    bank: relata.Databank, changes: dict[str, object]
) -> None:
    """Values outside their bounds, unknown names, and anything that could hold a sentence."""
    bank.team.prefer(theme="dark")
    with pytest.raises(BadPreference) as refused:
        bank.team.prefer(**changes)
    assert "night" not in str(refused.value)
    assert bank.team.preferences() == Preferences(theme="dark")


def test_what_another_version_wrote_is_passed_over(bank: relata.Databank) -> None:
    """A preference that this program does not know costs nobody the others."""
    with aside(bank._desk.store) as connection:
        connection.execute(
            sa.insert(preference).values(
                user=bank.viewer.id, choices='{"theme":"dark","smell":"roses","text_size":2}'
            )
        )
    assert bank.team.preferences() == Preferences(theme="dark")
    assert bank.team.prefer(rail="narrow") == Preferences(theme="dark", rail="narrow")
