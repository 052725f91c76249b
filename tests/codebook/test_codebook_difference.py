"""What an import would do: laws that a difference obeys, and what it says of plain changes."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relata.codebook import CodebookEntry, CodeEntry, FieldChange, VariableEntry, difference


def test_each_kind_of_change_is_told_apart():
    """Added, removed, moved and reworded codes are told apart, and a move alone rewords nothing."""
    push = CodeEntry("push", "Push", path="push")
    boredom = CodeEntry("boredom", "Boredom", path="push/boredom", parent="push")
    raids = CodeEntry("raids", "Raids", path="push/boredom/raids", parent="boredom")
    money = CodeEntry("money", "Money", path="money")
    old = CodebookEntry("Try", codes=(push, boredom, raids, money))
    new = CodebookEntry(
        "Try",
        version="2",
        codes=(
            replace(push, definition="driven out"),
            replace(boredom, path="boredom", parent=None),
            replace(raids, path="boredom/raids"),
            CodeEntry("amnesty", "Amnesty", path="amnesty"),
        ),
        variables=(VariableEntry("age", "Age", "number"),),
    )
    found = difference(old, new)

    assert [code.name for code in found.codes_added] == ["amnesty"]
    assert [code.name for code in found.codes_removed] == ["money"]
    assert [(m.name, m.old_path, m.new_path) for m in found.codes_moved] == [
        ("boredom", "push/boredom", "boredom")
    ]
    assert [(c.name, c.fields) for c in found.codes_changed] == [
        ("push", (FieldChange("definition", "", "driven out"),))
    ]
    assert [variable.name for variable in found.variables_added] == ["age"]
    assert found.about == (FieldChange("version", "", "2"),)
    assert not found.reordered
    assert found.summary() == (
        "added code amnesty",
        "removed code money",
        "moved code push/boredom to boredom",
        "changed code push: definition",
        "added variable age",
        "changed the codebook's version",
    )


def test_another_order_is_a_difference():
    """Codes that change places are no longer the same codebook, though none was reworded."""
    one, two = (CodeEntry(name, name, path=name) for name in ("one", "two"))
    found = difference(
        CodebookEntry("Try", codes=(one, two)), CodebookEntry("Try", codes=(two, one))
    )

    assert found.reordered
    assert not found.nothing
    assert found.summary() == ("changed the order",)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_difference_runs_both_ways(codebooks, data):
    """What one direction adds the other removes, and a codebook does not differ from itself."""
    old, new = data.draw(codebooks), data.draw(codebooks)
    there, back = difference(old, new), difference(new, old)

    assert difference(old, old).nothing
    assert there.nothing == (old == new)
    assert {c.name for c in there.codes_added} == {c.name for c in back.codes_removed}
    assert {v.name for v in there.variables_removed} == {v.name for v in back.variables_added}
    assert {(m.name, m.old_path, m.new_path) for m in there.codes_moved} == {
        (m.name, m.new_path, m.old_path) for m in back.codes_moved
    }
    assert {c.name for c in there.codes_changed} == {c.name for c in back.codes_changed}
