"""`relata search`: find words in all texts, and code what is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from relata.cli import options, records, screen
from relata.cli.coded import put_coded
from relata.cli.opening import Opening
from relata.text.spans import Span

if TYPE_CHECKING:
    from relata.archive.search.asking import Answer, Hit

_LIMIT = 20


@click.command("search")
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@options.filters
@click.option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    help=f"How many passages to show. [{_LIMIT}]",
)
@click.option("--skip", type=click.IntRange(0), metavar="N", help="How many to pass over first.")
@click.option("--full", is_flag=True, help="Show whole paragraphs, not only what is around a mark.")
@click.option("--code", metavar="CODE", help="Code everything found, in one revision.")
@click.option(
    "--extent",
    type=click.Choice(["match", "sentence", "paragraph"]),
    help="With --code: what becomes the passage. [sentence]",
)
@click.option("--case", metavar="CASE", help="With --code: the case all of it is about.")
@options.as_of
@options.as_json
@options.opening
def command(
    opening: Opening,
    words: tuple[str, ...],
    language: str | None,
    kind: str | None,
    since: str | None,
    until: str | None,
    limit: int | None,
    skip: int | None,
    full: bool,
    code: str | None,
    extent: str | None,
    case: str | None,
    as_of: str | None,
    as_json: bool,
) -> None:
    """Search the texts: any inflection of a word finds the others.

    \b
    disertore                     disertori and disertrici too
    '"left the group"'            a phrase (quotes within quotes)
    'prison AND (guard OR wall)'  both in one source; AND may be left out
    'prison NOT escape'           without
    'desert*'                     words with this beginning
    """
    asked = " ".join(words)
    if code is None:
        if extent is not None or case is not None:
            raise click.UsageError("--extent and --case go with --code.")
        with opening.open(as_of=as_of) as bank:
            answer = bank.search(
                asked,
                language=language,
                kind=kind,
                since=since,
                until=until,
                limit=limit or _LIMIT,
                skip=skip or 0,
            )
        if as_json:
            screen.put_list(
                map(records.hit, answer.hits),
                answer.revision,
                words=answer.words,
                passages=answer.passages,
                sources=answer.sources,
            )
        else:
            _print(answer, skip or 0, full=full)
        return
    if limit is not None or skip is not None or full:
        raise click.UsageError("--code codes everything found: leave out --limit, --skip, --full.")
    with opening.open(as_of=as_of) as bank:
        done = bank.coding.code_hits(
            asked,
            code,
            extent=extent or "sentence",  # type: ignore[arg-type]
            case=case,
            language=language,
            kind=kind,
            since=since,
            until=until,
        )
        put_coded(done, bank.revision, as_json=as_json)


def _print(answer: Answer, skip: int, *, full: bool) -> None:
    if not answer.passages:
        screen.say("Nothing found.")
        return
    screen.say(
        f"{screen.counted(answer.passages, 'passage')} in "
        f"{screen.counted(answer.sources, 'source')}."
    )
    for hit in answer.hits:
        known = [hit.date, hit.language, hit.title]
        screen.say()
        screen.say(
            f"{records.short(hit.source)} {hit.span.start}:{hit.span.end}  "
            + screen.shown(", ".join(part for part in known if part))
        )
        screen.say(_marked(hit, full=full))
    shown = skip + len(answer.hits)
    if shown < answer.passages:
        screen.say()
        screen.say(f"{answer.passages - shown:,} more: --skip {shown}.")


def _marked(hit: Hit, *, full: bool) -> str:
    marks = [Span(m.start - hit.span.start, m.end - hit.span.start) for m in hit.marks]
    if full or not marks:
        return screen.marked(hit.content, marks)
    near = [m for m in marks if m.end <= marks[0].start + 320]
    content, shift = screen.excerpt(hit.content, near[0].start, near[-1].end)
    last = len(content)
    return screen.marked(
        content, [Span(m.start + shift, m.end + shift) for m in marks if m.end + shift <= last]
    )
