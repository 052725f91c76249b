"""The story, taken into a databank the way a team would: files in, coders coding, values set."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from relata.databank import Databank, init
from relata.demo.model import Story, StoryCoding, StorySource, StoryValue
from relata.errors import RelataError
from relata.store.keys import Cost

PASSPHRASE = "departures demonstration"
"""Opens every demonstration databank; there is nothing in it to protect."""

GUARDIAN = "Demo"
STARTERS = ("reasons-for-leaving", "reasons-for-joining", "a-persons-way")

Progress = Callable[[str, int, int], None]


class StoryDoesNotFit(RelataError):
    """A quotation of the story is not in the text as it was read."""

    remedy = "The story and the readers disagree: this is a defect, please report it."


def write(
    folder: str | Path,
    *,
    told: Story | None = None,
    url: str | None = None,
    cost: Cost | None = None,
    progress: Progress | None = None,
) -> Databank:
    """Make the demonstration databank in a new folder; its truth lies beside it.

    `progress` is told the step, how much of it is done, and how much there is.
    """
    from relata.demo.telling import story

    told = told or story()
    tell = progress or (lambda step, done, of: None)
    root = Path(folder)
    bank = init(root, passphrase=PASSPHRASE, name=GUARDIAN, url=url, cost=cost)
    for coder in told.coders:
        bank.team.add(coder, "coder")
    for starter in STARTERS:
        bank.codebook.load(starter)
    ids = _take_in(bank, told, tell)
    for done, person in enumerate(told.persons, 1):
        bank.cases.new(
            person.pseudonym,
            sources=[ids[s.filename] for s in told.sources if person.pseudonym in s.persons],
        )
        tell("cases", done, len(told.persons))
    texts = {name: bank.sources.text(id).content for name, id in ids.items()}
    _code(bank, told, ids, texts, tell)
    _set_values(bank, told, ids, texts, tell)
    truth = root.with_name(root.name + "-truth.json")
    truth.write_text(told.truth_json(), "utf-8")
    return bank


def _take_in(bank: Databank, told: Story, tell: Progress) -> dict[str, str]:
    """Add the files by kind; returns their ids by file name."""
    by_kind: dict[str, list[StorySource]] = defaultdict(list)
    for source in told.sources:
        by_kind[source.kind].append(source)
    done = 0
    with tempfile.TemporaryDirectory(prefix="relata-demo-") as place:
        for kind, sources in by_kind.items():
            paths = []
            for source in sources:
                path = Path(place) / source.filename
                path.write_bytes(source.data)
                paths.append(path)
            added = bank.sources.add(*paths, kind=kind)
            if added.refused:
                raise StoryDoesNotFit(f"{len(added.refused)} files of the story were refused.")
            done += len(sources)
            tell("sources", done, len(told.sources))
    ids = {source.origin.rsplit("/", 1)[-1]: source.id for source in bank.sources.list()}
    # A transcript says nothing of its date; whoever took it in does.
    undated = {source.id for source in bank.sources.list() if source.date is None}
    for source in told.sources:
        if ids[source.filename] in undated:
            bank.sources.describe(
                ids[source.filename],
                title=source.title,
                date=source.date.isoformat(),
                publisher=source.publisher,
            )
    return ids


def _code(
    bank: Databank, told: Story, ids: dict[str, str], texts: dict[str, str], tell: Progress
) -> None:
    """Each coder codes source after source, in the order the story tells."""
    done = 0
    for coder in told.coders:
        seat = bank.seated(coder)
        mine = sorted((c for c in told.codings if c.coder == coder), key=lambda c: c.turn)
        for group in _together(mine):
            first = group[0]
            spans = [_place(texts[c.filename], c.quote, c.occurrence) for c in group]
            seat.coding.code(ids[first.filename], *spans, code=first.code, case=first.person)
            done += len(group)
            tell("codings", done, len(told.codings))


def _together(codings: list[StoryCoding]) -> list[list[StoryCoding]]:
    """Codings that one act makes: the same source, code and person."""
    groups: dict[tuple[str, str, str | None], list[StoryCoding]] = defaultdict(list)
    for coding in codings:
        groups[(coding.filename, coding.code, coding.person)].append(coding)
    return list(groups.values())


def _set_values(
    bank: Databank, told: Story, ids: dict[str, str], texts: dict[str, str], tell: Progress
) -> None:
    seats = {coder: bank.seated(coder) for coder in told.coders}
    seen: set[tuple[str, str, str]] = set()
    for done, value in enumerate(told.values, 1):
        key = (value.coder, value.person, value.variable)
        _set(seats.get(value.coder, bank), value, ids, texts, beside=key in seen)
        seen.add(key)
        tell("values", done, len(told.values))


def _set(
    seat: Databank, value: StoryValue, ids: dict[str, str], texts: dict[str, str], *, beside: bool
) -> None:
    seat.cases.set(
        value.person,
        value.variable,
        value.value,
        status=value.status,
        missing=value.missing,
        evidence=[(ids[name], *_place(texts[name], quote, 0)) for name, quote in value.evidence],
        beside=beside,
    )


def _place(text: str, quote: str, occurrence: int) -> tuple[int, int]:
    """Where a quotation stands in a text: its `occurrence`-th time, from 0."""
    at = -1
    for _ in range(occurrence + 1):
        at = text.find(quote, at + 1)
        if at < 0:
            raise StoryDoesNotFit("A quotation of the story is not in its source as read.")
    return at, at + len(quote)
