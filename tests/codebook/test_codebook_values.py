"""Values of variables: one canonical form each, and refusals that help without quoting."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relata.codebook import BadValue, Choice, VariableEntry, check_value, missing_reason

SEX = VariableEntry(
    "sex",
    "Sex",
    "nominal",
    choices=(Choice("female", "Female", {"it": "Donna", "ar": "أنثى"}), Choice("male", "Male")),
)
EDUCATION = VariableEntry(
    "education",
    "Education",
    "ordinal",
    choices=(Choice("primary", "Primary"), Choice("secondary", "Secondary school")),
)
ROLE = VariableEntry(
    "role", "Role", "set", choices=tuple(Choice(n, n.title()) for n in ("fighter", "cook", "guard"))
)
AGE = VariableEntry("age", "Age", "number", unit="years", minimum=10, maximum=90)
BALANCE = VariableEntry("balance", "Balance", "number")
LEFT = VariableEntry("left", "Left", "date")
GROUP = VariableEntry("group", "Group", "text", maximum=12)


@pytest.mark.parametrize("typed", ["female", "FEMALE", " Female ", "donna", "أنثى"])
def test_a_choice_is_known_by_name_or_label_in_any_language(typed):
    """Name or label, in capitals or not, in any language of the codebook: one canonical name."""
    assert check_value(SEX, typed).canonical == "female"


def test_an_ordinal_choice_has_its_rank():
    """The place of an ordinal choice comes with it, from 0; a nominal one has none."""
    assert check_value(EDUCATION, "secondary school").rank == 1
    assert check_value(SEX, "male").rank is None


def test_a_set_has_one_order():
    """Several choices come in the codebook's order, once each, however they are typed."""
    for typed in ("guard; Fighter", ["fighter", "guard", "guard"], "fighter\nguard"):
        checked = check_value(ROLE, typed)
        assert (checked.canonical, checked.choices) == ("fighter; guard", ("fighter", "guard"))


@pytest.mark.parametrize(
    ("typed", "canonical", "low", "high"),
    [
        ("24", "24", 24, 24),
        (24, "24", 24, 24),
        (24.0, "24", 24, 24),
        ("24.50", "24.5", 24.5, 24.5),
        ("24,5", "24.5", 24.5, 24.5),
        ("24 years", "24", 24, 24),
        ("٢٤", "24", 24, 24),
        ("20..30", "20..30", 20, 30),
        ("20 – 30", "20..30", 20, 30),
        ("20-30 years", "20..30", 20, 30),
        ("20..", "20..", 20, None),
        ("..30", "..30", None, 30),
        ("20..20", "20", 20, 20),
    ],
)
def test_a_number_is_exact_or_an_interval(typed, canonical, low, high):
    """A number comes with its two bounds; where an interval is open the bound is None."""
    checked = check_value(AGE, typed)

    assert (checked.canonical, checked.low, checked.high) == (canonical, low, high)


@pytest.mark.parametrize(
    "typed",
    [
        "9",
        "91",
        "5..20",
        "30..20",
        "young",
        "..",
        "1e1",
        "nan",
        "inf",
        "20..30..40",
        "2 or 3",
        "1,500",
        "--20",
    ],
)
def test_a_number_out_of_bounds_or_none_is_refused(typed):
    """What is no number, runs backwards or leaves the bounds is refused."""
    with pytest.raises(BadValue, match=r"^age "):
        check_value(AGE, typed)


def test_a_number_may_be_negative():
    """Without a minimum a number may lie below zero, and its sign is not taken for a dash."""
    checked = check_value(BALANCE, "-5..-2")

    assert (checked.canonical, checked.low, checked.high) == ("-5..-2", -5, -2)


def test_a_date_brings_its_bounds_and_its_doubt():
    """A date is kept in EDTF, with the days it can mean and how sure the teller was."""
    checked = check_value(LEFT, "2014-9~")

    assert checked.canonical == "2014-09~"
    assert (checked.earliest, checked.latest) == (date(2014, 9, 1), date(2014, 9, 30))
    assert checked.approximate
    assert not checked.uncertain
    with pytest.raises(BadValue, match=r"left takes a date.*year first"):
        check_value(LEFT, "last spring")


def test_a_text_has_a_length():
    """A text keeps within its variable's greatest length, cleaned of stray spaces."""
    assert check_value(GROUP, "  the  band \r\n").canonical == "the  band"
    with pytest.raises(BadValue, match="at most 12 characters; 13"):
        check_value(GROUP, "x" * 13)


@pytest.mark.parametrize("variable", [SEX, EDUCATION, ROLE, AGE, LEFT, GROUP])
@pytest.mark.parametrize("typed", ["", "  ", " ; "])
def test_nothing_is_no_value(variable, typed):
    """An empty value is refused: what is unknown has a status and a reason, never an empty cell."""
    if typed == " ; " and variable is GROUP:
        assert check_value(variable, typed).canonical == ";"
        return
    with pytest.raises(BadValue):
        check_value(variable, typed)


def test_a_slip_of_the_pen_is_offered_the_nearest_choice():
    """A near miss names the choice that was probably meant; a far one lists what there is."""
    with pytest.raises(BadValue, match="Did you mean Secondary school"):
        check_value(EDUCATION, "secondry school")
    with pytest.raises(BadValue, match="It has: female, male"):
        check_value(SEX, "qqq")


@pytest.mark.parametrize("variable", [SEX, EDUCATION, ROLE, AGE, LEFT, GROUP])
def test_a_refusal_names_the_variable_and_never_what_was_typed(variable):
    """What was typed may be testimony, so a refusal keeps it to itself."""
    with pytest.raises(BadValue) as caught:
        check_value(variable, "Yusuf fled through the cellar")

    assert variable.name in str(caught.value)
    assert "Yusuf" not in str(caught.value)
    assert caught.value.variable == variable.name


def test_only_a_set_takes_a_list():
    """A list of values for a variable that has one value is refused."""
    with pytest.raises(BadValue, match="one value"):
        check_value(SEX, ["female", "male"])


def test_missing_reasons_are_the_variables_own():
    """A reason is known in any of the codebook's languages, and one not allowed is refused."""
    variable = VariableEntry("age", "Age", "number", missing=("refused", "not asked", "page torn"))

    assert missing_reason(variable, "Refused") == "refused"
    assert missing_reason(variable, "non chiesto") == "not asked"
    assert missing_reason(variable, "Page torn") == "page torn"
    with pytest.raises(BadValue, match="refused; not asked; page torn"):
        missing_reason(variable, "not applicable")
    with pytest.raises(BadValue, match="no missing reason"):
        missing_reason(VariableEntry("age", "Age", "number", missing=()), "refused")


@given(
    st.sampled_from([SEX, EDUCATION, ROLE, AGE, BALANCE, LEFT, GROUP]),
    st.one_of(
        st.text(max_size=20),
        st.text("0123456789.,-; X?~/", max_size=12),
        st.sampled_from(["Female", "cook;guard", "20..30", "2014-09"]),
    ),
)
def test_a_canonical_value_is_its_own_canonical_value(variable, typed):
    """Whatever is typed is refused, or has a canonical form that checks to itself."""
    try:
        checked = check_value(variable, typed)
    except BadValue:
        return
    assert check_value(variable, checked.canonical) == checked
    if checked.low is not None and checked.high is not None:
        assert checked.low <= checked.high
