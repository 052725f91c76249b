"""The reference pages, written from the program itself, so that they cannot drift from it.

    python tools/reference_pages.py          write them
    python tools/reference_pages.py --check  fail when one is stale

`pages` gives each page with its text; `tools/check_docs.py` holds them against the
files. What a page says of a command, right, format or error is what the program says.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import click

MADE = "<!-- Made by tools/reference_pages.py from the program. Do not edit. -->"

LANGUAGES = {
    "ar": "Arabic",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "tr": "Turkish",
}
"""English names of the languages that have stemming rules; a new one must be named here."""

RECORDS = (
    "relata.archive:Source Text Turn Page Passage Answer Hit",
    "relata.archive.relating:Relation",
    "relata.archive.beside:Alignment",
    "relata.text.spans:Span",
    "relata.sources.intake:Added Taken",
    "relata.sources.model:Refusal Limits",
    "relata.codebook:CodebookEntry CodeEntry VariableEntry Choice Difference",
    "relata.codebook.standing:Code Variable",
    "relata.codebook.versions:CodeVersion",
    "relata.codebook.succession:Succession",
    "relata.cases:Case CaseSheet Value",
    "relata.cases.competing:Competing",
    "relata.cases.told_before:Judgement",
    "relata.cases.understanding:Understood",
    "relata.coding:Coding Coded",
    "relata.coding.columns:Columns",
    "relata.coding.counting:Counts",
    "relata.coding.hits:HitsCounted",
    "relata.coding.in_vivo:InVivo",
    "relata.coding.changes:Change",
    "relata.coding.recoding:Merge",
    "relata.coding.outdated:OlderCount",
    "relata.coding.looking:Looked",
    "relata.coding.overview:SourceLine",
    "relata.coding.case_overview:CaseLine OpenCoding",
    "relata.coding.memo_records:Memo About Wording",
    "relata.coding.rereading:Reread Left",
    "relata.coding.deeds:Deeds Deed",
    "relata.team:User Entry Viewer",
    "relata.team.accounts:Account",
    "relata.team.invitations:Invitation",
    "relata.team.session:Session",
    "relata.team.sign_ins:SignIn",
    "relata.team.second_factor:SecondFactor Setup",
    "relata.team.preferences:Preferences",
    "relata.store:Revision Verification Damage Backup Restored",
    "relata.store.undo:Plan",
    "relata.findings:Motives MotiveRow CrossTable CodedHits Hit OpenedFigure OpenedCase",
    "relata.findings:OpenedPassage",
    "relata.stats:Proportion Interval Association SmallCells",
)
"""The records that the library gives back, room by room."""


def pages(root: Path) -> dict[Path, str]:
    """Every generated page and its text."""
    sys.path.insert(0, str(Path(__file__).parent))
    import workspace_pages

    folder = root / "docs" / "reference"
    made = {
        "command-line.md": command_line,
        "rights.md": rights,
        "formats.md": formats,
        "search-language.md": search_language,
        "codebook-format.md": codebook_format,
        "dates.md": dates,
        "python.md": python,
        "errors.md": errors,
        "http.md": workspace_pages.http,
        "keys.md": workspace_pages.keys,
    }
    return {folder / name: tidy("\n".join([MADE, "", *page()])) for name, page in made.items()}


# -- the command line ---------------------------------------------------------


def command_line() -> Iterator[str]:
    """Every command with its usage, what it does, and its options."""
    from relata.cli.program import CHAPTERS, relata

    yield "# The command line"
    yield ""
    yield (
        "A databank is found above the current folder, or named with `--databank` or "
        "`RELATA_DATABANK`. The passphrase is asked for, or comes from `RELATA_PASSPHRASE` or "
        "`--passphrase-file`. These options may stand before the command or after it. Exit status: "
        "0 done, 1 refused with a reason on standard error, 2 wrong use. With `--json`, lists "
        'print `{"items": [...], "revision": "..."}`.'
    )
    context = click.Context(relata, info_name="relata")
    yield from _options(relata, context)
    for chapter, names in CHAPTERS.items():
        yield from ("", f"## {chapter}")
        for name in names:
            command = relata.get_command(context, name)
            assert command is not None
            yield from _command(command, click.Context(command, parent=context, info_name=name))


def _command(command: click.Command, context: click.Context) -> Iterator[str]:
    yield from ("", f"### {context.command_path}", "", "```text")
    yield from (f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}", "```")
    yield from _told(command.help or "")
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            under = command.get_command(context, name)
            assert under is not None
            yield from _command(under, click.Context(under, parent=context, info_name=name))


def _told(told: str) -> Iterator[str]:
    """Help as Markdown: a paragraph after \\b keeps its lines."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(told)):
        lines = paragraph.splitlines()
        if lines and lines[0].strip() == "\b":
            yield from ("", "```text", *lines[1:], "```")
        elif paragraph.strip():
            yield from ("", " ".join(line.strip() for line in lines))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    shown = [
        p.get_help_record(context)
        for p in command.params
        if isinstance(p, click.Option) and not p.hidden
    ]
    rows = [(f"`{r[0]}`", " ".join(r[1].split())) for r in shown if r]
    if rows:
        yield ""
        yield from table(("option", ""), rows)


# -- who may do what, and what is read ----------------------------------------


def rights() -> Iterator[str]:
    """The table of rights, role by role."""
    from relata.team.rights import ACTS, RIGHTS, ROLES

    yield "# Who may do what"
    yield ""
    yield (
        "Each person has one role. The program asks this table, and no other, before it does "
        "anything. On one laptop roles keep people to their task; they are no wall against "
        "somebody who holds a passphrase and another program ([keys](../explanation/keys.md))."
    )
    yield ""
    yield from table(
        ("act", *ROLES, "what it is"),
        [
            (f"`{act}`", *("yes" if role in may else "" for role in ROLES), ACTS[act])
            for act, may in RIGHTS.items()
        ],
    )


def formats() -> Iterator[str]:
    """What is read, within which limits, and what is refused."""
    from relata.sources.columns import PARTS
    from relata.sources.marks import NAMED
    from relata.sources.model import Limits
    from relata.sources.reading import READERS

    yield "# File formats"
    yield ""
    yield (
        "What a file is, its bytes decide; the ending of its name counts only between plain "
        "texts. A folder or a zip file is taken apart. So is a sheet (CSV, TSV, Excel): each of "
        "its rows is a source. A recording (sound or film) is kept and sealed and has no text; "
        "add its transcript as a source of its own."
    )
    yield ""
    yield from table(
        ("endings", "what is read", "reader"),
        [(", ".join(f"`{e}`" for e in r.endings), r.reads, f"`{r.signature}`") for r in READERS],
    )
    yield from ("", "## Columns of a sheet", "")
    yield (
        f"A column is known by its heading, in six languages: {', '.join(PARTS)}. Where no "
        "column is called a text, the one with the longest cells is the text."
    )
    yield from ("", "## Limits", "")
    yield from table(
        ("limit", "at most"), [(f"`{f.name}`", _number(f.default)) for f in fields(Limits)]
    )
    yield from ("", *_paragraphs(Limits.__doc__), "", "## What is refused by name", "")
    yield from table(
        ("it seems to be", "what to do"),
        [
            ("a picture", "Add its transcription, or a PDF with a text layer."),
            *sorted(set(NAMED.values())),
        ],
    )


def search_language() -> Iterator[str]:
    """What can be typed into a search, and in which languages inflections are found."""
    from relata.text import parsing, stems

    title, _, rest = (parsing.__doc__ or "").partition("\n")
    example, _, told = inspect.cleandoc(rest).partition("\n\n")
    yield from (
        "# The search language",
        "",
        title,
        "",
        "```text",
        inspect.cleandoc(example),
        "```",
        "",
    )
    yield from _paragraphs(told)
    from relata.findings import expressions

    title, _, rest = (expressions.__doc__ or "").partition("\n")
    example, _, told = inspect.cleandoc(rest).partition("\n\n")
    yield from ("## Coded retrieval", "", title, "")
    yield from ("```text", inspect.cleandoc(example), "```", "")
    yield from (*_paragraphs(told), "", "## Languages", "")
    yield (
        "In these languages any inflection finds the others. Words of other languages are found as "
        "they are written, whatever their capitals and accents."
    )
    yield ""
    yield from table(
        ("code", "language"), [(f"`{code}`", LANGUAGES[code]) for code in sorted(stems.LETTERS)]
    )


def dates() -> Iterator[str]:
    """Dates as uncertain as they were told."""
    from relata.codebook import dates as module

    parts = inspect.cleandoc(module.__doc__ or "").split("\n\n")
    yield from ("# Dates", "", *_paragraphs(parts[0]), "", "```text")
    yield from (*inspect.cleandoc(parts[1]).splitlines(), "```")
    for part in parts[2:]:
        yield from ("", *_paragraphs(part))


# -- the codebook -------------------------------------------------------------


def codebook_format() -> Iterator[str]:
    """Fields of codes and variables, headings in five languages, and the starters."""
    from relata.codebook import KINDS, MISSING_REASONS, headings, model, reading, yaml_form

    yield "# The codebook format"
    yield ""
    yield (
        "A codebook is a YAML file, an Excel workbook or a CSV file. It is read whole or not at "
        "all: everything wrong with it is listed at once, by line or row."
    )
    yield from ("", "## YAML", "", *_docstring(yaml_form))
    for heading, record in (
        ("Fields of a code", model.CodeEntry),
        ("Fields of a variable", model.VariableEntry),
        ("Fields of a choice", model.Choice),
        ("Fields of the codebook itself", model.CodebookEntry),
    ):
        yield from ("", f"## {heading}", "", *_docstring(record))
    yield from ("", "## Kinds of variables", "")
    yield from ("Kinds: " + ", ".join(f"`{kind}`" for kind in KINDS) + ".", "")
    check = inspect.getdoc(importlib.import_module("relata.codebook.values").check_value) or ""
    told = re.search(r"\nraw : .*?\n(.*?)\n\nRaises", check, re.DOTALL)
    assert told is not None
    yield from _paragraphs(told[1].replace("(see `dates`)", "([dates](dates.md))"))
    yield from ("", "## Missing reasons", "")
    yield "Unless a variable says otherwise: " + ", ".join(f"*{r}*" for r in MISSING_REASONS) + "."
    yield from ("", "## Spreadsheets", "")
    yield from _docstring(importlib.import_module("relata.codebook.sheet_form"))
    yield from ("", "Headings are understood in several wordings and languages:")
    for name in ("codes", "variables", "choices", "codebook"):
        yield from ("", f"### Sheet `{name}`", "")
        yield from table(
            ("field", "headings"),
            [(f"`{f}`", words) for f, words in headings.TABLES[name].items()],
        )
    yield from ("", "## Starters")
    for name, path in reading.starters().items():
        entry = reading.read_codebook(path)
        yield from ("", f"### {name}", "", *_paragraphs(entry.description))
        if entry.codes:
            yield ""
        yield from (f"{'  ' * c.depth}- `{c.name}`: {c.label}" for c in entry.codes)
        if entry.variables:
            yield ""
            yield from table(
                ("variable", "kind", "what it is"),
                [(f"`{v.name}`", v.kind, " ".join(v.definition.split())) for v in entry.variables],
            )


# -- the library --------------------------------------------------------------


def python() -> Iterator[str]:
    """The facade: what `relata.open` returns, its rooms, and the records they give."""
    import relata
    from relata import databank

    yield "# The Python library"
    yield ""
    yield (
        "`relata.open(path)` does all that the command line does; the command line only calls it. "
        "Sources are named by id, its first letters, title or file name; cases by pseudonym; codes "
        "and variables by name."
    )
    yield from ("", "## relata")
    for name in ("init", "open", "restore"):
        yield from _function(f"relata.{name}", getattr(relata, name))
    yield from ("", "## Databank", "", *_docstring(databank.Databank))
    yield from _methods("bank", databank.Databank)
    rooms = re.findall(r"self\.(\w+) = (\w+)\(desk\)", inspect.getsource(databank.Databank))
    for attribute, room in rooms:
        kind = getattr(databank, room)
        yield from ("", f"## bank.{attribute}", "", *_docstring(kind))
        yield from _methods(f"bank.{attribute}", kind)
    yield from ("", "## Records")
    for line in RECORDS:
        module, _, names = line.partition(":")
        for name in names.split():
            yield from _record(f"{module}.{name}", getattr(importlib.import_module(module), name))


def _methods(called: str, kind: type) -> Iterator[str]:
    for name, member in vars(kind).items():
        if name.startswith("_") or not (callable(member) or isinstance(member, property)):
            continue
        if isinstance(member, property):
            yield from ("", f"### {called}.{name}", "", *_docstring(member.fget))
        else:
            yield from _function(f"{called}.{name}", member)


def _function(called: str, function: Any) -> Iterator[str]:
    yield from ("", f"### {called}", "", "```text")
    yield from (*_call(called, inspect.signature(function)), "```", "")
    yield from _docstring(function)


def _call(called: str, signature: inspect.Signature) -> list[str]:
    """How a function is called: on one line if it fits, otherwise one argument a line."""
    given: list[str] = []
    for parameter in signature.parameters.values():
        if parameter.name == "self":
            continue
        if parameter.kind is parameter.KEYWORD_ONLY and not any(g[:1] == "*" for g in given):
            given.append("*")
        star = "*" if parameter.kind is parameter.VAR_POSITIONAL else ""
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        given.append(f"{star}{parameter.name}: {parameter.annotation}{default}")
    result = f" -> {signature.return_annotation}"
    whole = f"{called}({', '.join(given)}){result}"
    if len(whole) <= 96:
        return [whole]
    return [f"{called}(", *(f"    {argument}," for argument in given), f"){result}"]


def _record(name: str, record: Any) -> Iterator[str]:
    yield from ("", f"### {name}", "")
    held = fields(record) if is_dataclass(record) else ()
    names = [f.name for f in held] or list(getattr(record, "__struct_fields__", ()))
    public = [f"`{n}`" for n in names if not n.startswith("_")]
    own = inspect.getdoc(record) or ""
    if own and not own.startswith(f"{record.__name__}("):
        yield from (*_docstring(record), "")
    yield f"Fields: {', '.join(public)}." if public else "No fields."


def errors() -> Iterator[str]:
    """Every refusal the library can raise, with its remedy."""
    yield "# Errors"
    yield ""
    yield (
        "Whatever Relata refuses, it refuses with one of these, in words that carry ids, counts "
        "and positions and never testimony. All of them descend from `relata.RelataError` and "
        "have a `remedy`: what to do next, sometimes worded more closely where it is raised."
    )
    yield ""
    yield from table(
        ("error", "it means", "remedy"),
        [
            (f"`{kind.__module__}.{kind.__qualname__}`", _first_line(kind), kind.remedy)
            for kind in _refusals()
        ],
    )


def _refusals() -> list[Any]:
    import relata
    from relata.errors import RelataError

    for module in pkgutil.walk_packages(relata.__path__, "relata."):
        parts = module.name.split(".")
        if parts[1] != "__main__" and "migrations" not in parts:
            importlib.import_module(module.name)
    found: list[Any] = []
    waiting = [RelataError]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith("relata."):
                found.append(kind)
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__qualname__))


# -- Markdown -----------------------------------------------------------------


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A Markdown table; bars and line ends in cells are made harmless."""
    for row in (heading, ["---"] * len(heading), *rows):
        yield "| " + " | ".join(" ".join(c.split()).replace("|", "\\|") for c in row) + " |"


def _docstring(of: Any) -> Iterator[str]:
    """A docstring as Markdown: paragraphs joined, sections in bold, indented parts fenced."""
    lines = (inspect.getdoc(of) or "").splitlines()
    text = "\n".join(lines)
    for part in re.split(r"\n\s*\n", text):
        section = re.match(r"([A-Z][\w ]+)\n-{3,}\n?", part)
        if section:
            yield from ("", f"**{section[1]}**")
            part = part[section.end() :]
        if part.startswith(">>>") or part.startswith("    ") or section:
            yield from ("", "```text", *inspect.cleandoc(part).splitlines(), "```")
        elif part.strip():
            yield from ("", *_paragraphs(part))


def _paragraphs(told: str | None) -> Iterator[str]:
    for part in re.split(r"\n\s*\n", inspect.cleandoc(told or "")):
        if re.match(r"[*-] ", part):
            yield part
        elif part.strip():
            yield " ".join(part.split())
        yield ""


def _first_line(kind: Any) -> str:
    return (inspect.getdoc(kind) or "").split("\n\n")[0]


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def tidy(text: str) -> str:
    """At most one empty line in a row, none at the ends, no spaces before line ends."""
    text = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with --check tell which are stale."""
    stale = 0
    for page, text in pages(Path(__file__).resolve().parents[1]).items():
        if page.is_file() and page.read_text("utf-8") == text:
            continue
        stale += 1
        print(f"{'stale' if '--check' in arguments else 'wrote'} {page.name}")
        if "--check" not in arguments:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
