"""The texts on which the reader's engine is measured and looked at, all of them invented."""

from __future__ import annotations

import itertools
import json
import random
import re
from pathlib import Path
from typing import Any

Given = dict[str, Any]

COLOURS = ("#c0392b", "#e08a1e", "#b7a200", "#3f9142", "#1f8a8a", "#2f6fb5", "#7a4fb0", "#b8478e")
LABELS = (
    "Disillusion with leaders",
    "Fear for family",
    "Violence against civilians",
    "Injustice within the group",
    "Escape: planning",
    "Smugglers",
    "Return home",
    "Doubts of faith",
)
ENGLISH = (
    "I had not slept for two days when the car came. My brother stood at the door, and he "
    "said: whatever they promised you, do not sign it. I remember the sound of the engine.",
    "And after the winter, did you speak with anybody about leaving?",
    "With nobody. You could not know who would carry your words further. There was a man from "
    "the bakery \N{EM DASH} older than us, with bad lungs \N{EM DASH} who looked at me once as if "
    "he knew. We paid in gold, half before the river and half behind it. When I saw the lights "
    "of the village I sat down in the mud and could not get up again.",
    "Take your time. What happened at the river?",
    "The boat was small. A woman held her child under her coat so that it would not cry. "
    "We were told eleven people; we were nineteen. \N{MINIBUS}",
)
ARABIC = (
    "قال لي أخي عند الباب: مهما وعدوك فلا توقّع. كنت لم أنم منذ يومين حين جاءت السيارة، "
    "وأذكر صوت المحرك إلى اليوم.",
    "هل تحدثت مع أحد عن الرحيل بعد الشتاء؟ The interpreter said: please repeat the question.",
    "لم أتحدث مع أحد. كان هناك رجل من المخبز، اسمه Karim حسب جواز السفر «EU passport 2014»، "
    "نظر إليّ مرة كأنه يعرف. دفعنا بالذهب، نصفه قبل النهر ونصفه بعده.",
    "In the camp they called me by a number, 4471, and nobody asked anything. ثم سكت طويلًا.",
)


def texts(corpus: Path | None) -> dict[str, Given]:
    return {
        "giant": _giant(corpus),
        "transcript": _transcript(),
        "arabic": _arabic(),
        "forty": _forty(),
        "hard": _hard(),
    }


def write(folder: Path, given: dict[str, Given]) -> None:
    folder.mkdir(parents=True)
    for name, one in given.items():
        (folder / f"{name}.json").write_text(json.dumps(one, ensure_ascii=False), "utf-8")


def _giant(corpus: Path | None) -> Given:
    if corpus and (corpus / "giant.txt").is_file():
        text = (corpus / "giant.txt").read_text("utf-8")
        lines = (corpus / "giant_codings.jsonl").read_text("utf-8").splitlines()
        rows = [(r["start"], r["end"], r["code"], 1) for r in map(json.loads, lines)]
        told = json.loads((corpus / "codebook.json").read_text("utf-8"))
        codes = [_code(c["id"], c["name"], c["color"]) for c in told]
    else:
        rng = random.Random(5)
        words = [ENGLISH[i % 5] for i in range(8000)]
        text = "\n\n".join(words)[:1_000_308]
        rows = []
        for _ in range(20_000):
            start = rng.randrange(len(text) - 900)
            rows.append((start, start + rng.randrange(9, 370), rng.randrange(1, 201), 1))
        codes = _codes(200)
    turns = []
    for found in re.finditer(r"(?:^|\n\n)([QA]): ", text):
        turns.append(_turn(found.start(1), len(text), "Interviewer" if found[1] == "Q" else "K."))
    for turn, after in itertools.pairwise(turns):
        turn["end"] = after["start"] - 2
    return _given(text, rows, codes, turns=turns)


def _transcript() -> Given:
    speakers = ("Anna Berg", "Interviewer")
    text, turns = "", []
    for i in range(30):
        part = ENGLISH[i % 5]
        start = len(text)
        turns.append(_turn(start, start + len(part), speakers[(i % 5) in (1, 3)], i * 47_000))
        text += part + "\n\n"
    rng = random.Random(3)
    rows = []
    for _ in range(60):
        start = rng.randrange(len(text) - 300)
        rows.append(
            (start, start + rng.randrange(12, 260), rng.randrange(1, 9), 1 + (rng.random() < 0.3))
        )
    pages = [
        {"start": turns[i]["start"], "end": turns[i]["start"], "number": n}
        for n, i in enumerate((0, 7, 15), 1)
    ]
    return _given(text.rstrip(), rows, _codes(8), turns=turns, pages=pages, old=(1, 5, 9))


def _arabic() -> Given:
    text = "\n\n".join(ARABIC * 4)
    rng = random.Random(4)
    rows = []
    for _ in range(26):
        start = rng.randrange(len(text) - 130)
        rows.append((start, start + rng.randrange(10, 120), rng.randrange(1, 9), 1))
    return _given(text, rows, _codes(8), language="ar")


def _forty() -> Given:
    text = "\n\n".join(ENGLISH * 3)
    rows = [(180 + i % 7, 620 - i % 5, 1 + i, 1) for i in range(40)]
    rows += [(20, 90, 3, 1), (900, 990, 5, 1), (1000, 1100, 6, 2)]
    return _given(text, rows, _codes(40))


def _hard() -> Given:
    """What text can hold: emoji, marks, soft hyphens, tabs, line ends within a paragraph."""
    text = (
        "La \N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL} intera, x\u030c e q\u0303; "
        "in\u00adsepa\u00adrable.\n"
        "Seconda riga\tcon tabulazione \N{SLIGHTLY SMILING FACE}.\n\n"
        "قال: \N{DOVE OF PEACE} «I left» ثم سكت\n\n"
        "\U0001d11e\U00010330 alte Zeichen, und ein Ende.\n\n"
        "Last paragraph, plain."
    )
    return _given(text, [(3, 8, 1, 1), (10, 14, 2, 1), (0, len(text), 3, 2)], _codes(3))


def _given(
    text: str,
    rows: list[tuple[int, int, int, int]],
    codes: list[dict[str, Any]],
    *,
    turns: list[dict[str, Any]] | None = None,
    pages: list[dict[str, int]] | None = None,
    language: str = "en",
    old: tuple[int, ...] = (),
) -> Given:
    rows = sorted(rows)
    paragraphs, at = [], 0
    for found in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text):
        paragraphs += [found.start() - at, found.end() - found.start()]
        at = found.end()
    numbers = list(range(1, len(rows) + 1))
    return {
        "text": text,
        "paragraphs": paragraphs,
        "turns": turns or [],
        "pages": pages or [],
        "language": language,
        "codes": codes,
        "codings": {
            "number": numbers,
            "start": [r[0] for r in rows],
            "length": [r[1] - r[0] for r in rows],
            "code": [r[2] for r in rows],
            "coder": [r[3] for r in rows],
            "case": [0] * len(rows),
            "old": list(old),
        },
    }


def _codes(count: int) -> list[dict[str, Any]]:
    return [
        _code(n, LABELS[(n - 1) % 8] + (f" {n}" if count > 8 else ""), COLOURS[(n - 1) % 8])
        for n in range(1, count + 1)
    ]


def _code(number: int, label: str, colour: str) -> dict[str, Any]:
    return {"number": number, "name": f"c{number}", "label": label, "colour": colour, "shown": True}


def _turn(start: int, end: int, speaker: str, begins: int = -1) -> dict[str, Any]:
    return {"start": start, "end": end, "speaker": speaker, "begins_ms": begins, "ends_ms": -1}
