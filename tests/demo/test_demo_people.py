"""The people: all of them told of, none of them real, their world on no map."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain

import pytest

from relata.demo import Story
from relata.demo.world import countries, outlets, towns

REAL_PLACES = """
Syria Siria Syrie سوريا Iraq Irak العراق Turkey Turchia Turquie تركيا Italy Italia Italie إيطاليا
France Francia فرنسا England Inghilterra Angleterre Britain Germany Germania Allemagne ألمانيا
Tunisia Tunisie تونس Libya Libia Libye ليبيا Egypt Egitto Égypte مصر Jordan Giordania Jordanie
الأردن Lebanon Libano Liban لبنان Morocco Marocco Maroc المغرب Algeria Algérie الجزائر Yemen
اليمن Iran إيران Russia Russie روسيا Afghanistan أفغانستان Somalia Mali Nigeria Belgium Belgio
Belgique بلجيكا Kosovo Bosnia Chechnya Raqqa الرقة Mosul Mossoul الموصل Aleppo Alep حلب Damascus
Damasco Damas دمشق Baghdad بغداد Idlib إدلب Homs حمص Kobane Palmyra Ankara Istanbul إسطنبول London
Londra Londres لندن Paris Parigi باريس Rome Roma روما Milan Milano Marseille Lyon Brussels Bruxelles
Berlin Berlino Cairo القاهرة Tunis Tripoli Benghazi Beirut بيروت Amman عمّان Rabat Algiers Alger
Naples Napoli Turin Torino Manchester Birmingham Molenheek Vienna Madrid Euphrates Eufrate Euphrate
الفرات Tigris ISIS Isis Daesh داعش Nusra Qaeda القاعدة Hezbollah حزب Taliban طالبان Hamas حماس
ANSA AFP Reuters Guardian Repubblica Corriere_della_Sera Monde Figaro Jazeera الجزيرة
"""

PUBLIC_FIGURES = """
Didier_Le_Bret Patrick_Calvar Omar_Alloush Jihan_Sheikh_Ahmed Peter_Neumann Shiraz_Maher
Shamima_Begum Jake_Bilardi Fabien_Clain Abdelhamid_Abaaoud Maria_Giulia_Sergio Jack_Letts
Bashar_al-Assad Emmanuel_Macron Giuseppe_Conte Matteo_Salvini Boris_Johnson Theresa_May
Marco_Minniti Bernard_Cazeneuve Manuel_Valls Gérald_Darmanin Firas_Abboud Yasser_Arafat
Walid_Jumblatt Marwan_Barghouti Sami_Gemayel Haitham_Manna Salma_Hayek Naser_Khader
"""


def test_nobody_goes_unmentioned(departures: Story) -> None:
    """Each of the sixty is told of in a source, and some in several."""
    told = Counter(chain.from_iterable(source.persons for source in departures.sources))

    assert set(told) == {person.pseudonym for person in departures.persons}
    assert sum(n > 1 for n in told.values()) >= 8


def test_who_is_reported_by_name_stands_in_the_text(departures: Story) -> None:
    """A report names its person as its language spells the name."""
    for source in departures.sources:
        if source.kind == "news":
            for pseudonym in source.persons:
                spelling = departures.person(pseudonym).names[source.language]
                assert spelling in source.text.replace("’", "'")


def test_names_are_spelled_across_scripts(departures: Story) -> None:
    """Some of those told of twice are spelled in two ways: work for linking."""
    spelled: dict[str, set[str]] = {}
    for source in departures.sources:
        for pseudonym in source.persons:
            person = departures.person(pseudonym)
            spelled.setdefault(pseudonym, set()).update(
                name for name in person.names.values() if name in source.text
            )
    assert sum(len(forms) > 1 for forms in spelled.values()) >= 2
    assert sum(re.search("[ء-ي]", form) is not None for s in spelled.values() for form in s) >= 5


def test_some_accounts_contradict_each_other(departures: Story) -> None:
    """Several people are said to have left at two different times."""
    told = [person["told_left"] for person in departures.truth["persons"].values()]

    assert sum(len(dates) > 1 for dates in told) >= 5


def test_names_are_sixty_different_ones(departures: Story) -> None:
    """No two people share a name in any spelling, and pseudonyms run from 01 to 60."""
    for language in ("it", "en", "fr", "ar"):
        assert len({person.names[language] for person in departures.persons}) == 60
    assert [p.pseudonym for p in departures.persons] == [f"D-{n:02d}" for n in range(1, 61)]


def test_nobody_bears_a_public_figures_name(departures: Story) -> None:
    """No invented name, of a person or of a speaker, is one known from the news."""
    real = {name.replace("_", " ").casefold() for name in PUBLIC_FIGURES.split()}
    invented = {n.casefold() for person in departures.persons for n in person.names.values()}
    speakers = {
        statement.speaker.casefold()
        for source in departures.sources
        for statement in source.statements
    }

    assert not real & (invented | speakers)


def test_no_real_place_group_or_paper_is_named(departures: Story) -> None:
    """Not one of the real names that such reports are full of occurs anywhere."""
    real = [name.replace("_", " ") for name in REAL_PLACES.split()]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, real))})(?!\w)")
    for source in departures.sources:
        for text in (source.title, source.publisher, source.text):
            found = pattern.search(text)
            assert found is None, (source.filename, found)


def test_no_country_of_the_world_is_named(departures: Story) -> None:
    """No name that CLDR gives a territory in the four languages occurs in a text."""
    babel = pytest.importorskip("babel")
    lower = {"mali", "man"}
    names = {
        str(name)
        for language in ("it", "en", "fr", "ar")
        for code, name in babel.Locale(language).territories.items()
        if len(code) == 2 and len(name) > 3 and name.casefold() not in lower
    }
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, names)))})(?!\w)")
    for source in departures.sources:
        found = pattern.search(source.text)
        assert found is None, (source.filename, found)
    invented = {form for forms in countries().values() for form in forms.values()}
    assert not invented & names


def test_the_invented_world_lies_at_addresses_nobody_can_have() -> None:
    """Papers live under .example, and every home country has towns."""
    assert all(outlet.domain.endswith(".example") for outlet in outlets().values())
    for country in ("selmarca", "aldermark", "merandie", "qarsuna", "skarnholt"):
        assert towns(country)


def test_motives_are_one_to_four_and_unevenly_spread(departures: Story) -> None:
    """Some reasons are common and some rare, as in life; all of them occur."""
    counted = Counter(motive for person in departures.persons for motive in person.motives)

    assert {len(person.motives) for person in departures.persons} == {1, 2, 3, 4}
    assert len(counted) == 20
    assert max(counted.values()) >= 5 * min(counted.values())
