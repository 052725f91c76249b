"""The coded databank on which the workspace is measured.

One transcript of 1 MB with 20,000 overlapping passages in 200 codes, and interviews with
100 codings each by two coders: the corpus on which the peers were measured where its
program is at hand, else one made here of the same size.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import corpora

import relata
from relata.archive import find_source, mark_passages
from relata.codebook.standing import codes_seen
from relata.coding.tables import coding
from relata.text.spans import Span

PASSPHRASE = "measured in the open"


@dataclass(frozen=True)
class Coded:
    """A databank full of codings: where it lies, and what is in it."""

    folder: Path
    giant: str
    interviews: list[str]
    codes: list[str]
    told: str


def build(place: Path, *, interviews: int = 1000, coders: int = 20) -> Coded:
    """Write the databank; each coder gets a key slot of the standard cost."""
    told = corpora.interviews(place / "corpus", interviews)
    corpus = _Corpus.read(place / "corpus", interviews)
    bank = relata.init(place / "bank", passphrase=PASSPHRASE, name="lead")
    bank.codebook.load(corpus.codebook(place))
    bank.sources.add(place / "corpus" / "interviews", corpus.giant, kind="interview")
    for name in ("anna", "boris"):
        bank.team.add(name, "coder")
    for number in range(coders):
        bank.team.add(f"coder {number + 1}", "coder", PASSPHRASE)
    ids = {Path(source.origin).stem: source.id for source in bank.sources.list()}
    with bank._desk.reading("codebook.read") as sight:
        codes = {c.entry.name: c.number for c in codes_seen(sight).values()}
    for coder in ("anna", "boris"):
        _code(bank.seated(coder), corpus.codings[coder], ids, codes)
    bank.close()
    giant = ids.pop(corpus.giant.stem)
    return Coded(place / "bank", giant, list(ids.values()), sorted(codes), told)


def _code(
    bank: relata.Databank, codings: list[dict[str, Any]], ids: dict[str, str], codes: dict[str, int]
) -> None:
    """Write a coder's codings, one revision a few documents, as a day's import would."""
    desk = bank._desk
    by_document: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in codings:
        by_document[one["doc"]].append(one)
    documents = list(by_document)
    for at in range(0, len(documents), 50):
        with desk.writing("codings.write", "coding.code") as (writing, sight):
            for document in documents[at : at + 50]:
                of = find_source(sight, ids[document])
                rows = sorted(by_document[document], key=lambda r: (r["start"], r["end"]))
                spans = [Span(r["start"], r["end"]) for r in rows]
                places = mark_passages(desk.store, writing, of, spans)
                writing.add(
                    coding,
                    [
                        {
                            "passage": place,
                            "source": of.number,
                            "code": codes[_name(r["code"])],
                            "coder": desk.viewer.number,
                            "case": None,
                        }
                        for place, r in zip(places, rows, strict=True)
                    ],
                )


def _name(number: int) -> str:
    return f"code-{number:03d}"


@dataclass(frozen=True)
class _Corpus:
    giant: Path
    codings: dict[str, list[dict[str, Any]]]
    codes: list[dict[str, Any]]

    @classmethod
    def read(cls, folder: Path, interviews: int) -> _Corpus:
        if not (folder / "giant.txt").is_file():
            return cls.made(folder, interviews)
        codings: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for name in ("giant_codings.jsonl", "interview_codings.jsonl"):
            for line in (folder / name).read_text("utf-8").splitlines():
                one = json.loads(line)
                codings[one["coder"]].append(one)
        codes = json.loads((folder / "codebook.json").read_text("utf-8"))
        return cls(folder / "giant.txt", codings, codes)

    @classmethod
    def made(cls, folder: Path, interviews: int) -> _Corpus:
        """A corpus of the same size where the measured one is not at hand."""
        rng = random.Random(5)
        language = corpora.Language("en", rng)
        giant = folder / "giant.txt"
        giant.write_text("\n\n".join(language.paragraph(60) for _ in range(2700))[:1_000_000])
        codings: dict[str, list[dict[str, Any]]] = {"anna": [], "boris": []}

        def place(document: str, length: int, coder: str) -> None:
            start = rng.randrange(length - 900)
            end = start + rng.randrange(20, 850)
            code = rng.randrange(1, 201)
            codings[coder].append({"doc": document, "start": start, "end": end, "code": code})

        for _ in range(20_000):
            place("giant", 1_000_000, "anna")
        for number in range(interviews):
            name = f"int_{number + 1:04d}"
            length = len((folder / "interviews" / f"{name}.txt").read_text("utf-8"))
            for coder in codings:
                for _ in range(100):
                    place(name, length, coder)
        codes = [
            {"id": n, "name": f"Code {n:03d}", "parent": None if n % 20 == 1 else n - n % 20 + 1}
            for n in range(1, 201)
        ]
        return cls(giant, codings, codes)

    def codebook(self, folder: Path) -> Path:
        """The codebook as a file that Relata reads."""
        children: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
        for code in self.codes:
            children[code["parent"]].append(code)

        def entries(parent: int | None) -> list[dict[str, Any]]:
            return [
                {
                    "name": _name(code["id"]),
                    "label": code["name"],
                    "definition": code.get("definition", ""),
                    **({"colour": code["color"]} if code.get("color") else {}),
                    "codes": entries(code["id"]),
                }
                for code in children[parent]
            ]

        file = folder / "codebook.yaml"
        told = {"title": "Measured", "version": "1", "language": "en", "codes": entries(None)}
        file.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        return file
