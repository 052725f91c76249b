"""Preferences: how a person likes the workspace. No data, and nobody else's business."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
import sqlalchemy as sa

from relata.errors import RelataError
from relata.store import Store
from relata.team.aside import aside
from relata.team.tables import preference

_Choice = (
    bool
    | Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
    | Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[A-Za-z0-9._:+-]*$")]
)
_Name = Annotated[str, msgspec.Meta(max_length=40, pattern=r"^[A-Za-z0-9._-]+$")]


class BadPreference(RelataError):
    """A preference that there is not, or that cannot be so."""

    remedy = "The reference of the library lists the preferences and what each may be."


class Preferences(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How a person likes the workspace; what was not chosen is as it comes.

    Sizes are in CSS pixels, the width of lines in characters, times in minutes.
    `others` holds what parts of the workspace remember for themselves, by short names:
    numbers, yes or no, and single words, so that no sentence of a text is ever in it.
    """

    language: Literal["system", "en", "it", "fr", "ar"] = "system"
    theme: Literal["system", "light", "dark", "contrast"] = "system"
    rail: Literal["wide", "narrow"] = "wide"
    text_size: Annotated[int, msgspec.Meta(ge=10, le=40)] = 18
    line_width: Annotated[int, msgspec.Meta(ge=30, le=140)] = 70
    margin_width: Annotated[int, msgspec.Meta(ge=80, le=800)] = 240
    panel_width: Annotated[int, msgspec.Meta(ge=160, le=1200)] = 320
    whole_words: bool = False
    """A selection takes whole words; otherwise what is selected is what is stored."""
    motion: bool = True
    lock_after: Annotated[int, msgspec.Meta(ge=1, le=60)] = 10
    """Minutes without a sign of life after which the workspace locks."""
    others: Annotated[dict[_Name, _Choice], msgspec.Meta(max_length=64)] = {}


def preferences(store: Store, owner: bytes) -> Preferences:
    """What a person chose. What this program does not know (any more) is left out."""
    with store.reading() as moment:
        told = moment.connection.scalar(_choices(owner))
    return _kept(told)


def prefer(store: Store, owner: bytes, **changes: Any) -> Preferences:
    """Choose some preferences; None gives one back to how it comes. Raises BadPreference.

    `others` is joined with what is there; a name given as None in it goes.
    """
    with aside(store, alone=preference) as connection:
        told = connection.scalar(_choices(owner))
        present = msgspec.to_builtins(_kept(told))
        others = {**present.get("others", {}), **(changes.get("others") or {})}
        wanted = {**present, **changes}
        if "others" in changes and changes["others"] is not None:
            wanted["others"] = {k: v for k, v in others.items() if v is not None}
        try:
            chosen = msgspec.convert(
                {k: v for k, v in wanted.items() if v is not None}, Preferences
            )
        except msgspec.ValidationError:
            raise BadPreference("A preference is unknown, or cannot be so.") from None
        packed = msgspec.json.encode(chosen).decode("utf-8")
        if told is None:
            connection.execute(preference.insert().values(user=owner, choices=packed))
        else:
            connection.execute(
                preference.update().where(preference.c.user == owner).values(choices=packed)
            )
    return chosen


def _choices(owner: bytes) -> sa.Select[Any]:
    return sa.select(preference.c.choices).where(preference.c.user == owner)


def _kept(told: str | None) -> Preferences:
    """What is kept, field by field: one that a newer or older program wrote is passed over."""
    if told is None:
        return Preferences()
    good: dict[str, Any] = {}
    for name, value in msgspec.json.decode(told).items():
        try:
            msgspec.convert({name: value}, Preferences)
        except msgspec.ValidationError:
            continue
        good[name] = value
    return msgspec.convert(good, Preferences)
