"""An opened number: its cases, and the sentences each of them rests on.

Whoever may not read sources gets the places and not the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from relata.cli import records, screen

if TYPE_CHECKING:
    from relata.databank import Databank
    from relata.findings import CodedHits, OpenedFigure

WITHOUT_WORDS = "Your role reads findings, not sources: places are shown without their words."


class Quoting:
    """Quotes passages for one reader, each once."""

    def __init__(self, bank: Databank) -> None:
        from relata.team import may

        self._bank = bank
        self.allowed = may(bank.viewer.role, "sources.read")
        self._known: dict[tuple[str, int, int], str] = {}

    def words(self, source: str, start: int, end: int) -> str | None:
        """The words of a passage; None for whoever may not read them."""
        if not self.allowed:
            return None
        place = (source, start, end)
        if place not in self._known:
            self._known[place] = self._bank.sources.quote(*place)
        return self._known[place]


def put_figure(bank: Databank, figure: OpenedFigure, *, as_json: bool) -> None:
    """Print what a number counts, down to the sentences."""
    quoting = Quoting(bank)
    if as_json:
        told = figure.to_dict()
        for case in told["items"]:
            for passage in case["passages"]:
                passage["quotation"] = quoting.words(
                    passage["source"], passage["start"], passage["end"]
                )
        screen.put_json(told)
        return
    counts = (
        f"{screen.counted(figure.n_cases, 'case')}, "
        f"{screen.counted(figure.n_passages, 'passage')}, "
        f"{screen.counted(figure.n_origins, 'origin')}"
    )
    screen.say(screen.shown(f"{figure.title} ({counts}; {figure.origin_rule})"))
    for case in figure.cases:
        screen.say()
        screen.say(screen.shown(case.pseudonym))
        if not case.passages:
            screen.say("  no passage is given for it")
        for passage in case.passages:
            what = passage.variable or _last(passage.code)
            place = f"{records.short(passage.source)} {passage.start}:{passage.end}"
            screen.say(screen.shown(f"  {place}  {what} ({passage.coder})"))
            _put_words(quoting.words(passage.source, passage.start, passage.end))
    _put_end(quoting, figure.revision)


def put_hits(bank: Databank, hits: CodedHits, *, as_json: bool) -> None:
    """Print the stretches of text where codes meet, with their words."""
    quoting = Quoting(bank)
    if as_json:
        told: dict[str, Any] = hits.to_dict()
        for item in told["items"]:
            item["quotation"] = quoting.words(item["source"], item["start"], item["end"])
        screen.put_json(told)
        return
    screen.say(
        f"{screen.counted(len(hits), 'hit')} in {screen.counted(hits.n_sources, 'source')}, "
        f"about {screen.counted(hits.n_cases, 'case')}."
    )
    for hit in hits.each_hit():
        codes = ", ".join(dict.fromkeys(f"{_last(c.code)} ({c.coder})" for c in hit.codings))
        about = f"  about {', '.join(hit.cases)}" if hit.cases else ""
        screen.say()
        place = f"{records.short(hit.source)} {hit.start}:{hit.end}"
        screen.say(screen.shown(f"{place}  {codes}{about}"))
        _put_words(quoting.words(hit.source, hit.start, hit.end))
    _put_end(quoting, hits.revision)


def _put_words(words: str | None) -> None:
    if words is not None:
        screen.say(screen.shown(words))


def _put_end(quoting: Quoting, revision: str) -> None:
    screen.say()
    if not quoting.allowed:
        screen.say(WITHOUT_WORDS)
    screen.say(f"Revision {records.short(revision)}.")


def _last(path: str | None) -> str:
    """The name of a code, without those above it."""
    return (path or "").rsplit("/", 1)[-1]
