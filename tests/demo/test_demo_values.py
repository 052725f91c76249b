"""Case values: all five statuses, most with evidence, and all of them the codebook's."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import yaml

import relata
from relata.codebook import check_value, read_codebook, starters
from relata.demo import Story
from relata.demo.codes import CONFUSED, JOINING, MOTIVES, OBSTACLES, ROLES, ROUTES, VARIABLES

STARTERS = Path(relata.__file__).parent / "codebook" / "starters"


def _starter(name: str) -> dict[str, object]:
    path = STARTERS / f"{name}.yaml"
    found: dict[str, object] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def _codes(entries: object) -> set[str]:
    """The names of all codable codes of a starter's tree."""
    found: set[str] = set()
    if isinstance(entries, list):
        for entry in entries:
            if entry.get("codable") not in (False, "no"):
                found.add(entry["name"])
            found |= _codes(entry.get("codes"))
    return found


def _variables() -> dict[str, dict[str, object]]:
    listed = _starter("a-persons-way")["variables"]
    assert isinstance(listed, list)
    return {variable["name"]: variable for variable in listed}


def test_every_code_of_the_story_is_in_the_starters() -> None:
    """What the story codes can be coded with the codebooks that are shipped."""
    leaving = _codes(_starter("reasons-for-leaving")["codes"])
    joining = _codes(_starter("reasons-for-joining")["codes"])

    assert set(MOTIVES.values()) <= leaving
    assert set(JOINING.values()) <= joining
    assert {code for near in CONFUSED.values() for code in near} <= leaving | joining


def test_every_variable_and_choice_is_in_the_starter(departures: Story) -> None:
    """Variables, roles, ways and obstacles are those of "a person's way"."""
    variables = _variables()

    assert set(VARIABLES) <= set(variables)
    assert {v.variable for v in departures.values} <= set(VARIABLES) | set(MOTIVES.values())
    for table, variable in ((ROLES, "role"), (ROUTES, "route-out"), (OBSTACLES, "obstacles")):
        choices = variables[variable]["choices"]
        assert isinstance(choices, list)
        assert set(table.values()) <= {choice["name"] for choice in choices}


def test_the_codebook_accepts_every_value(departures: Story) -> None:
    """Checked as the databank checks what people type, no value is refused."""
    book = read_codebook(starters()["a-persons-way"])
    by_name = {variable.name: variable for variable in book.variables}
    for value in departures.values:
        if value.value is not None:
            assert check_value(by_name[value.variable], value.value).canonical
        if value.missing:
            assert value.missing in by_name[value.variable].missing


def test_all_five_statuses_occur(departures: Story) -> None:
    """Stated, absent, not stated, contradicted, withheld; only what is stated has a value."""
    statuses = Counter(value.status for value in departures.values)

    assert set(statuses) == {
        "stated",
        "stated as absent",
        "not stated",
        "contradicted",
        "withheld",
    }
    for value in departures.values:
        assert (value.value is not None) == (value.status == "stated")
        assert (value.missing is not None) == (value.status in ("not stated", "withheld"))


def test_most_values_rest_on_evidence(departures: Story) -> None:
    """Whatever can be read from a sentence names it; the sentence tells of that person."""
    told = {source.filename: source for source in departures.sources}
    resting = [value for value in departures.values if value.evidence]

    assert len(resting) > 0.6 * len(departures.values)
    for value in resting:
        for filename, _ in value.evidence:
            assert value.person in told[filename].persons


def test_some_values_compete(departures: Story) -> None:
    """For some people two values of one variable stand side by side."""
    stated: dict[tuple[str, str], set[str | None]] = {}
    for value in departures.values:
        if value.status == "stated":
            stated.setdefault((value.person, value.variable), set()).add(value.value)

    assert sum(len(values) > 1 for values in stated.values()) >= 5


def test_what_is_denied_is_no_reason_of_the_person(departures: Story) -> None:
    """A reason stated as absent is one the person truly did not have."""
    denied = [value for value in departures.values if value.status == "stated as absent"]

    assert len(denied) >= 8
    for value in denied:
        motives = {MOTIVES[motive] for motive in departures.person(value.person).motives}
        assert value.variable not in motives
        assert value.evidence
