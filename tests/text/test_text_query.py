import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.text import (
    And,
    Not,
    NotASearch,
    Or,
    Phrase,
    Prefix,
    Span,
    Word,
    analyse,
    evaluate,
    leaves,
    marks,
    parse,
    positive,
)

a, b, c = Word("a"), Word("b"), Word("c")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a", a),
        ("a b", And((a, b))),
        ("a AND b", And((a, b))),
        ("a OR b c", Or((a, And((b, c))))),
        ("(a OR b) c", And((Or((a, b)), c))),
        ("a -b", And((a, Not(b)))),
        ("NOT b a", And((Not(b), a))),
        ("a -(b OR c)", And((a, Not(Or((b, c)))))),
        ("a NOT NOT b", And((a, b))),
        ("a and b", And((a, Word("and"), b))),
        ("a - b", And((a, b))),
        ('a "b c"', And((a, Phrase(("b", "c"))))),
        ("“b c” «a»", And((Phrase(("b", "c")), a))),
        ("L'esercito", Phrase(("L", "esercito"))),
        ("franco-siriano", Phrase(("franco", "siriano"))),
        ("fra-siri -usa", And((Phrase(("fra", "siri")), Not(Word("usa"))))),
        ("diser*", Prefix("diser")),
        ("a … (!) b", And((a, b))),
        ("perche\u0301", Word("perché")),
        ("قال الجنود", And((Word("قال"), Word("الجنود")))),
    ],
)
def test_searches_mean_what_people_expect(typed, meant):
    """Words together, AND, OR, NOT, brackets, phrases and stars are read as documented."""
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "position", "says"),
    [
        ("", 0, "names no word"),
        ("  … ", 0, "names no word"),
        ('a "b c', 2, "no fellow"),
        ("a » b", 2, "no fellow"),
        ("a (b OR c", 2, "not closed"),
        ("a b) c", 3, "closes nothing"),
        ("-a", 0, "excludes from nothing"),
        ("NOT a NOT b", 0, "excludes from nothing"),
        ("a OR -b", 5, "excludes from nothing"),
        ("a AND", 2, "nothing after"),
        ("OR a", 0, "nothing before"),
        ("a AND OR b", 2, "nothing after"),
        ("a NOT", 2, "nothing after"),
        ("a b*c", 3, "star"),
        ("l'es*", 4, "star"),
        ('"a b*"', None, "star"),
        ("(" * 9000 + "a", 40, "nests"),
        ("a " + "NOT " * 9000 + "b", 162, "nests"),
    ],
)
def test_unreadable_searches_are_refused_with_the_place(typed, position, says):
    """One sentence says what is wrong and where; nothing crashes."""
    with pytest.raises(NotASearch, match=says) as refused:
        parse(typed)
    if position is not None:
        assert refused.value.position == position
    assert len(str(refused.value)) < 200


searches = st.recursive(
    st.sampled_from(["a", "b", "c", '"b c"', "a*"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: f"({p[0]} OR {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} {p[1]})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]} -{p[1]})"),
    ),
    max_leaves=8,
)


def holds(query, true):
    match query:
        case And(parts):
            return all(holds(part, true) for part in parts)
        case Or(parts):
            return any(holds(part, true) for part in parts)
        case Not(part):
            return not holds(part, true)
        case _:
            return query in true


@given(searches, st.data())
def test_the_algebra_is_logic(typed, data):
    """What is found is exactly what the search, read as a sentence of logic, is true of."""
    query = parse(typed)
    every = leaves(query)
    sets = {leaf: data.draw(st.sets(st.integers(0, 7))) for leaf in every}

    expected = {n for n in range(8) if holds(query, {leaf for leaf in every if n in sets[leaf]})}
    assert evaluate(query, sets) == expected
    assert set(positive(query)) <= set(every)


@given(st.text(alphabet='ab ()"-*«»NOTANDOR', max_size=30))
def test_any_typing_is_read_or_refused(typed):
    """Whatever is typed gives a meaning or one clear refusal."""
    try:
        query = parse(typed)
    except NotASearch:
        return
    assert positive(query)
    evaluate(query, {leaf: {1} for leaf in leaves(query)})


def test_excluded_words_are_not_marked():
    """What NOT takes away is searched for but not shown as a hit."""
    query = parse('a "b c" -(c OR d*)')

    assert positive(query) == (a, Phrase(("b", "c")))
    assert leaves(query) == (a, Phrase(("b", "c")), c, Prefix("d"))


def test_forms_cover_the_languages_asked_and_none():
    """A word is looked for under the rules of each language, and as it is."""
    forms = Word("disertori").forms(["it", "en"])

    assert ("idisert",) in forms
    assert ("edisertori",) in forms
    assert ("xdisertori",) in forms
    assert len(set(forms)) == len(forms)
    assert all(form[0][0] in "iex" for form in forms)
    assert Word("disertori").forms([]) == (("xdisertori",),)


def test_phrases_have_forms_of_their_length():
    """A phrase is looked for as whole sequences, and never as endlessly many."""
    phrase = Phrase(("المقاتلون", "السوريون", "هربوا", "ليلا"))
    forms = phrase.forms(["ar", "it"])

    assert all(len(form) == 4 for form in forms)
    assert 1 < len(forms) <= 72
    assert forms[0] == tuple(analyse("المقاتلون السوريون هربوا ليلا", "ar").split())


def marked(text, search, language, languages=("it", "en", "fr", "ar", "de", "es")):
    return [s.of(text) for s in marks(text, language, positive(parse(search)), languages)]


@pytest.mark.parametrize(
    ("text", "search", "language", "words"),
    [
        ("I disertori 🙂 disertarono.", "disertore", "it", ["disertori", "disertarono"]),
        ("Ex\ncombattenti, ex e combattenti", '"ex combattente"', "it", ["Ex\ncombattenti"]),
        ("L’esercito e l'esercito", "l'esercito", "it", ["L’esercito", "l'esercito"]),
        ("combattimento, comb, combatté", "combatt*", "it", ["combattimento", "combatté"]),
        ("غَادَرَ الْمُقَاتِلُونَ المدينة", "مقاتل", "ar", ["الْمُقَاتِلُونَ"]),
        ("Il termine داعش torna", "داعش", "it", ["داعش"]),
        ("They fought 60 fighters", "60 fight -they", "en", ["fought", "60", "fighters"]),
        ("nessuno", "qualcuno", "it", []),
    ],
)
def test_marks_cover_the_words_found(text, search, language, words):
    """Each hit is marked exactly, a phrase as one, in characters of the text."""
    assert marked(text, search, language) == words


vocabulary = st.sampled_from(
    [
        *("disertori", "disertò", "l'esercito", "siriano", "siriani", "ex-combattente", "60"),
        *("combattimenti", "perché", "deserté", "fighters", "fought", "والجنود", "مدينة", "✳"),
    ]
)


@given(
    st.lists(vocabulary, max_size=12).map(" ".join),
    vocabulary,
    st.sampled_from(["it", "en", "fr", "ar", None]),
    st.booleans(),
)
def test_marks_and_index_never_disagree(text, word, language, starred):
    """A paragraph has marks of a search exactly when the index holds one of its forms."""
    try:
        query = parse(word[:5] + "*" if starred else word)
    except NotASearch:
        return
    [leaf] = leaves(query)
    languages = ["it", "en", "fr", "ar"]
    held = f" {analyse(text, language)} "
    forms = [
        " " + " ".join(form) + ("" if isinstance(leaf, Prefix) else " ")
        for form in leaf.forms(languages)
    ]

    found = marks(text, language, [leaf], languages)
    assert bool(found) == any(form in held for form in forms)
    assert all(Span(0, len(text)).contains(span) for span in found)
