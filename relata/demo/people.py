"""Sixty people who never lived: who they were, why they went, why they left."""

from __future__ import annotations

from collections.abc import Mapping

from relata.demo.dice import Dice
from relata.demo.model import Person
from relata.demo.prose import bank, data, lines
from relata.demo.world import LANGUAGE_OF, parted, spelled, towns

INTERVIEWED = {"selmarca": 9, "aldermark": 8, "merandie": 8, "qarsuna": 7, "skarnholt": 2}
"""How many of each country the study centre could speak with."""

_MOTIVES: tuple[tuple[str, float], ...] = (
    ("disappointment", 30),
    ("hardship", 22),
    ("corruption", 20),
    ("raids", 18),
    ("kin", 16),
    ("brutality", 14),
    ("boredom", 13),
    ("believers", 12),
    ("conduct", 10),
    ("burnout", 10),
    ("violence", 9),
    ("faith", 9),
    ("children", 8),
    ("abuse", 8),
    ("unequal", 7),
    ("strategy", 7),
    ("amnesty", 6),
    ("clandestine", 4),
    ("moderates", 4),
    ("work", 4),
)
_JOINING: tuple[tuple[str, float], ...] = (
    ("help", 20),
    ("friends", 18),
    ("calling", 18),
    ("anger", 16),
    ("adventure", 10),
    ("money", 10),
    ("deceived", 8),
    ("marriage", 5),
)
_HOW_MANY = ((1, 15.0), (2, 35.0), (3, 32.0), (4, 18.0))
_ROLES_OF_MEN: tuple[tuple[str, float], ...] = (
    ("fighter", 30),
    ("guard", 20),
    ("driver", 16),
    ("cook", 10),
    ("clerk", 10),
    ("medic", 8),
    ("teacher", 6),
)
_ROLES_OF_WOMEN: tuple[tuple[str, float], ...] = (
    ("household", 50),
    ("medic", 20),
    ("teacher", 20),
    ("clerk", 10),
)
_ROUTES: tuple[tuple[str, float], ...] = (
    ("smuggler", 35),
    ("checkpoint", 20),
    ("convoy", 18),
    ("surrender", 15),
    ("river", 12),
)
_OBSTACLES: tuple[tuple[str, float], ...] = (("reprisal", 45), ("escape", 30), ("prosecution", 25))
_OUTCOMES: tuple[tuple[str | None, float], ...] = (
    (None, 45),
    ("convicted", 25),
    ("charged", 12),
    ("programme", 10),
    ("under-investigation", 8),
)


def people(seed: int) -> tuple[Person, ...]:
    """All sixty, D-01 to D-60, in an order that tells nothing of where they are from."""
    listed = [
        (country, line, place < INTERVIEWED[country])
        for country, block in data("people").items()
        for place, line in enumerate(Dice(seed, "met", country).shuffled(lines(block)))
    ]
    return tuple(
        _person(seed, f"D-{number:02d}", country, line, met)
        for number, (country, line, met) in enumerate(Dice(seed, "order").shuffled(listed), start=1)
    )


def _person(seed: int, pseudonym: str, country: str, line: str, interviewed: bool) -> Person:
    sex, *forms = parted(line)
    female = sex == "f"
    dice = Dice(seed, "who", forms[0])
    language = LANGUAGE_OF[country]
    weights = _for_women(_MOTIVES, believers=0) if female else _MOTIVES
    motives = dice.several(weights, dice.weighed(_HOW_MANY))
    joining = _for_women(_JOINING, marriage=30, adventure=4) if female else _JOINING
    joined, left = _dates(dice)
    deniable = [_tag(line) for line in bank("interviews", language)["denied"]]
    open_to_denial = [key for key in deniable if key not in motives]
    return Person(
        pseudonym=pseudonym,
        names=spelled(forms),
        sex="female" if female else "male",
        home=country,
        town=dice.pick(towns(country)).names,
        language=language,
        age=dice.weighed([(age, 1.0 / (1 + abs(age - 23))) for age in range(17, 39)]),
        joined=joined,
        left=left,
        role=dice.weighed(_ROLES_OF_WOMEN if female else _ROLES_OF_MEN),
        route=dice.weighed(_ROUTES),
        obstacles=tuple(dice.several(_OBSTACLES, dice.between(1, 2))),
        joining=tuple(dice.several(joining, dice.weighed(((1, 65.0), (2, 35.0))))),
        motives=tuple(motives),
        denied=dice.pick(open_to_denial) if dice.chance(0.5) else None,
        outcome=dice.weighed(_OUTCOMES),
        interviewed=interviewed,
    )


def uncertain(dice: Dice, months: int) -> str:
    """A month as uncertain as memory leaves it, in EDTF."""
    year, month = months // 12, months % 12 + 1
    how = dice.weighed(
        (("month", 48), ("about", 16), ("season", 14), ("day", 12), ("perhaps", 4), ("one of", 6))
    )
    if how == "season" and 3 <= month <= 11:
        return f"{year}-{21 + (month - 3) // 3}"
    if how == "perhaps":
        return f"{year}?"
    if how == "one of" and 2 <= month <= 11:
        return f"[{year}-{month - 1:02d}..{year}-{month + 1:02d}]"
    if how == "day":
        return f"{year}-{month:02d}-{dice.between(1, 28):02d}"
    return f"{year}-{month:02d}" + ("~" if how == "about" else "")


def _dates(dice: Dice) -> tuple[str, str]:
    joined = 2013 * 12 + dice.between(5, 40)
    left = min(joined + dice.between(8, 34), 2018 * 12 + 5)
    return uncertain(dice, joined), uncertain(dice, left)


def _for_women(
    weights: tuple[tuple[str, float], ...], **other: float
) -> tuple[tuple[str, float], ...]:
    changed: Mapping[str, float] = other
    return tuple((key, changed.get(key, weight)) for key, weight in weights)


def _tag(line: str) -> str:
    return line.split("=", 1)[0]
