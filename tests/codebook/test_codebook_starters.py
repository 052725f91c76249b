"""The codebooks that come with Relata say all a coder needs, and cover the schemes they name."""

import pytest

from relata.codebook import check_codebook, read_codebook, starters

SCHEMES = {
    "databank report 2016": {
        "fear of air raids",
        "disappointment against what was imagined",
        "corruption of local leaders",
        "abuses against other Sunni Muslims",
        "boredom",
    },
    "London study 2015": {
        "fighting fellow Sunnis",
        "brutality",
        "corruption and un-Islamic conduct",
        "a hard and disappointing life",
    },
    "Altier 2017": {
        "unmet expectations",
        "disillusion with strategy or actions",
        "disillusion with personnel",
        "difficulty adapting to a clandestine life",
        "inability to cope with violence",
        "loss of faith in the ideology",
        "burnout",
        "competing loyalties",
        "positive contact with moderates",
        "work or education",
        "marriage or family",
        "financial incentives",
        "amnesty",
    },
}
PULL = {
    "competing loyalties",
    "positive contact with moderates",
    "work or education",
    "marriage or family",
    "financial incentives",
    "amnesty",
}
LANGUAGES = {"it", "fr", "ar"}


def test_three_starters_come_along():
    """The three starters are there by name, and each is sound."""
    assert set(starters()) == {"a-persons-way", "reasons-for-joining", "reasons-for-leaving"}
    for name in starters():
        assert check_codebook(read_codebook(name)) == ()


def test_every_category_of_three_schemes_can_be_read_from_one_coding():
    """Five motives, four narratives and thirteen factors are all reached, and nothing else is."""
    codes = read_codebook("reasons-for-leaving").codes

    for scheme, categories in SCHEMES.items():
        assert {code.schemes[scheme] for code in codes if scheme in code.schemes} == categories
    assert {scheme for code in codes for scheme in code.schemes} == set(SCHEMES)
    assert all(code.codable for code in codes if code.schemes)


def test_push_and_pull_agree_with_the_study_that_named_them():
    """A code counts as pull exactly where the study of push and pull factors says so."""
    for code in read_codebook("reasons-for-leaving").codes:
        if factor := code.schemes.get("Altier 2017"):
            assert code.axis == ("pull" if factor in PULL else "push")


@pytest.mark.parametrize(
    ("name", "side", "fewest"),
    [("reasons-for-leaving", "leaving", 20), ("reasons-for-joining", "joining", 15)],
)
def test_leaving_and_joining_stay_apart(name, side, fewest):
    """Every code of a starter stands on one side, and every reason but "another" has its axis."""
    codes = read_codebook(name).codes
    codable = [code for code in codes if code.codable]

    assert {code.side for code in codes} == {side}
    assert len(codable) >= fewest
    assert [code.name for code in codable if code.axis is None] == [f"other-reason-for-{side}"]


@pytest.mark.parametrize("name", ["reasons-for-leaving", "reasons-for-joining"])
def test_every_code_says_all_a_coder_needs(name):
    """A code has a definition and labels in four languages; a codable one bounds and example."""
    for code in read_codebook(name).codes:
        assert code.definition
        assert set(code.labels) == LANGUAGES
        if code.codable:
            assert code.when_to_use
            assert code.when_not
            assert code.example.startswith('"')


def test_a_persons_way_asks_what_the_study_needs():
    """Who, when, how in and out, what stood in the way: each with definition and four languages."""
    variables = {v.name: v for v in read_codebook("a-persons-way").variables}

    for variable in variables.values():
        assert variable.definition
        assert set(variable.labels) == LANGUAGES
        assert all(set(choice.labels) == LANGUAGES for choice in variable.choices)
        assert variable.missing
    assert {name for name, v in variables.items() if v.kind == "date"} == {
        "joined",
        "left",
        "returned",
    }
    obstacles = {choice.name for choice in variables["obstacles"].choices}
    assert obstacles >= {
        "fear-of-reprisal",
        "fear-of-prosecution",
        "no-way-out",
        "surveillance",
        "no-papers",
        "family-held",
    }
    assert {n for n, v in variables.items() if v.identifying} >= {
        "sex",
        "age-at-joining",
        "country-of-residence",
    }


def test_the_starters_can_live_in_one_databank():
    """No two starters use one name for two things, so that all can be imported side by side."""
    names = [
        entry.name
        for starter in starters()
        for codebook in [read_codebook(starter)]
        for entry in (*codebook.codes, *codebook.variables)
    ]

    assert len(names) == len(set(names))


def test_no_two_codes_look_alike():
    """No label of a starter is used twice in any language, so that typing it finds one code."""
    for starter in starters():
        codebook = read_codebook(starter)
        for entries in (codebook.codes, codebook.variables):
            for language in (None, *LANGUAGES):
                labels = [e.labels[language] if language else e.label for e in entries]
                assert len(labels) == len(set(labels))
