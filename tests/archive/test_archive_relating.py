"""Which source belongs beside which, and which of its paragraphs beside which."""

from __future__ import annotations

import pytest
from support.banks import copy_of, put, unite

import relata
from relata.archive import Relation
from relata.archive.relating import CannotRelate, NotRelated
from relata.archive.shelf import NoSuchSource, NoText
from relata.store.undo import RestsOnIt
from relata.text.aligning import NotPinnable
from relata.text.spans import Span

PASSPHRASE = "correct horse battery"
ENGLISH = (
    "I left the town in 1998. Nobody asked where I went.\n\n"
    "The river was high that spring and we waited for three days on the bank.\n\n"
    "A man called Karim took us across."
)
ITALIAN = (
    "Lasciai la città nel 1998. Nessuno mi chiese dove andassi.\n\n"
    "Quella primavera il fiume era in piena e aspettammo tre giorni sulla riva.\n\n"
    "Un uomo di nome Karim ci portò dall'altra parte."
)


@pytest.fixture
def pair(bank: relata.Databank) -> tuple[relata.Databank, str, str]:
    """A databank with a translation and its original."""
    original = put(bank, ITALIAN, title="original", language="it", origin="a/talk.it.txt")
    translation = put(bank, ENGLISH, title="translation", origin="a/talk.en.txt")
    return bank, translation, original


def recording(bank: relata.Databank, name: str = "talk.mp3") -> str:
    data = b"ID3\x04\x00" + name.encode() + bytes(500)
    return bank.sources.add_bytes(name, data, apart=False).taken[0].id


def test_a_translation_points_at_its_original(pair):
    """What is said of two sources is found from either; said twice is said once."""
    bank, translation, original = pair
    told = bank.sources.relate(translation, original, "translation")
    revision = bank.revision

    assert told == Relation(translation, original, "translation")
    assert bank.sources.related(original) == bank.sources.related(translation) == [told]
    assert bank.sources.relate(translation, original, "translation") == told
    assert bank.revision == revision
    assert bank.sources.unrelate(original, translation) == 1
    assert bank.sources.related(original) == []
    assert bank.sources.unrelate(original, translation) == 0


def test_what_was_said_can_be_undone_and_looked_at_as_of(pair):
    """A relation is a revision like any other."""
    bank, translation, original = pair
    before = bank.revision
    told = bank.sources.relate(translation, original, "translation")
    after = bank.revision
    bank.undo()

    assert bank.sources.related(original) == []
    assert bank.as_of(after).sources.related(original) == [told]
    assert bank.as_of(before).sources.related(original) == []
    assert bank.verify().sound


def test_a_transcript_points_at_its_recording(pair):
    """A recording stands beside its transcript; nothing else is one."""
    bank, translation, original = pair
    sound = recording(bank)
    told = bank.sources.relate(translation, sound, "recording")

    assert bank.sources.related(sound) == [told]
    for source, other, kind in (
        (translation, original, "recording"),
        (sound, sound, "recording"),
        (sound, recording(bank, "other.mp3"), "recording"),
        (translation, translation, "translation"),
        (translation, sound, "translation"),
        (translation, original, "copy"),
    ):
        with pytest.raises(CannotRelate):
            bank.sources.relate(source, other, kind)


def test_two_sources_are_not_translations_of_each_other(pair):
    """One of the two is the original."""
    bank, translation, original = pair
    bank.sources.relate(translation, original, "translation")

    with pytest.raises(CannotRelate):
        bank.sources.relate(original, translation, "translation")


def test_erasing_either_takes_the_relation(pair):
    """What rests on an erased source, its pins included, goes with it."""
    bank, translation, original = pair
    bank.sources.relate(translation, original, "translation")
    bank.sources.align(translation, original, [(0, 0)])
    bank.sources.aligned(translation, original)
    bank.sources.erase(original)

    assert bank.sources.related(translation) == []
    with pytest.raises(NoSuchSource):
        bank.sources.aligned(translation, original)
    assert bank.verify().sound


def test_two_copies_that_say_the_same_say_it_once(pair, another_url, tmp_path):
    """Merged databanks hold both rows; a person sees one relation, and takes it back whole."""
    bank, translation, original = pair
    made = bank.backup(tmp_path / "other.relata")
    relata.restore(made.file, tmp_path / "other", PASSPHRASE, url=another_url())
    with relata.open(tmp_path / "other", passphrase=PASSPHRASE) as other:
        for copy in (bank, other):
            copy.sources.relate(translation, original, "translation")
        unite(bank, copy_of(other))

    assert len(bank.sources.related(original)) == 1
    assert bank.sources.align(translation, original, [(0, 0)]).pinned == ((0, 0),)
    assert bank.sources.related(original)[0].pinned == ((0, 0),)
    assert bank.sources.unrelate(translation, original) == 1
    assert bank.sources.related(original) == []


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["i-07.vtt", "i-07.mp3"], {("i-07.vtt", "i-07.mp3", "recording")}),
        (["x.ar.txt", "x.en.txt"], {("x.en.txt", "x.ar.txt", "translation")}),
        (["x_translation.txt", "x.txt"], {("x_translation.txt", "x.txt", "translation")}),
        (
            ["x.mp4", "x.en.txt", "x.txt"],
            {("x.en.txt", "x.txt", "translation"), ("x.txt", "x.mp4", "recording")},
        ),
        (["x_transcript.txt", "X.mp3"], {("x_transcript.txt", "X.mp3", "recording")}),
        (["x.txt", "y.mp3"], set()),
        (["a/x.txt", "b/x.mp3"], set()),
        (["x-1.txt", "x-2.txt"], set()),
        (["x.mp3", "x.wav"], set()),
    ],
)
def test_names_alike_are_proposed(bank, tmp_path, names, expected):
    """Files of one folder that are named alike are proposed, and nothing is done."""
    texts = {"en": ENGLISH, "": ITALIAN, "ar": "خرجنا من المدينة ليلا ولم يسألنا أحد إلى أين نذهب."}
    put(bank, "Another English report, of another day and place.", origin="elsewhere/one.txt")
    for name in names:
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = name.split(".")[-2].rpartition("_")[2]
        language = {"translation": "en", "2": "en"}.get(part, part if part in texts else "")
        if name.endswith(("mp3", "mp4", "wav")):
            path.write_bytes(b"ID3\x04\x00" + name.encode() + bytes(300))
        elif name.endswith("vtt"):
            path.write_text(f"WEBVTT\n\n00:01.000 --> 00:09.000\n{ENGLISH[:50]}\n")
        else:
            path.write_text(texts[language] + f"\n\n{name if 'x-' in name else ''}")
    bank.sources.add(tmp_path / "in", searchable=False)
    title = {s.id: s.origin.removeprefix(f"{tmp_path}/in/") for s in bank.sources.list()}
    before = bank.revision

    found = {(title[r.source], title[r.other], r.kind) for r in bank.sources.suggest_relations()}
    assert found == expected
    assert bank.revision == before
    for proposed in bank.sources.suggest_relations():
        bank.sources.relate(proposed.source, proposed.other, proposed.kind)
    assert bank.sources.suggest_relations() == []


def test_a_passage_is_seen_in_both(pair):
    """A sentence of the translation finds its sentence in the original, and back."""
    bank, translation, original = pair
    side = bank.sources.aligned(translation, original)
    sentence = "Nobody asked where I went."
    start = ENGLISH.index(sentence)
    there = side.across((start + 7, start + 12))

    assert there is not None
    assert there.of(ITALIAN) == "Nessuno mi chiese dove andassi."
    back = side.across(there, back=True)
    assert back is not None
    assert back.of(ENGLISH) == sentence
    whole = side.across(Span(0, len(ENGLISH)))
    assert whole == Span(0, len(ITALIAN))
    assert [b.shape for b in side.beads] == [(1, 1)] * 3
    assert (side.source, side.other, side.left_out) == (translation, original, 0)


def test_what_the_other_side_does_not_say_is_nowhere(bank):
    """A paragraph that the translation lacks has no place in it."""
    paragraphs = [
        f"In {1980 + n} we lived in Town{n}, and it was quiet there. " * 3 for n in range(6)
    ]
    here = put(bank, "\n\n".join(paragraphs))
    there = put(bank, "\n\n".join(p for n, p in enumerate(paragraphs) if n != 3))
    side = bank.sources.aligned(here, there)
    start = bank.sources.text(here).paragraphs[3].start

    assert side.across((start, start + 20)) is None
    assert (3, 4, 3, 3) in [(b.start, b.end, b.other_start, b.other_end) for b in side.beads]


def test_pins_are_kept_and_honoured(pair):
    """What a person pins holds in either direction, is replaced as a whole, and undone."""
    bank, translation, original = pair
    with pytest.raises(NotRelated):
        bank.sources.align(translation, original, [(0, 1)])
    bank.sources.relate(translation, original, "translation")
    told = bank.sources.align(original, translation, [(1, 0)])

    assert told == Relation(translation, original, "translation", ((0, 1),))
    assert bank.sources.related(translation) == [told]
    forth = bank.sources.aligned(translation, original)
    back = bank.sources.aligned(original, translation)
    assert [(b.start, b.other_start) for b in forth.beads if b.pinned] == [(0, 1)]
    assert [(b.start, b.other_start) for b in back.beads if b.pinned] == [(1, 0)]
    revision = bank.revision
    bank.sources.align(translation, original, [(0, 1)])
    assert bank.revision == revision
    bank.undo()
    assert not any(b.pinned for b in bank.sources.aligned(translation, original).beads)


@pytest.mark.parametrize("pairs", [[(0, 9)], [(9, 0)], [(-1, 0)], [(0, 2), (2, 0)]])
def test_pins_that_cannot_hold_are_refused(pair, pairs):
    """Paragraphs that are not there, and pairs that cross, change nothing."""
    bank, translation, original = pair
    bank.sources.relate(translation, original, "translation")
    before = bank.revision

    with pytest.raises(NotPinnable):
        bank.sources.align(translation, original, pairs)
    assert bank.revision == before


def test_pins_follow_their_paragraphs_into_a_newer_text(pair):
    """When a source is read anew, pins go with the paragraphs that stayed; others are counted."""
    from relata.archive import Layout, Reading, add_text
    from relata.text.paragraphs import pack, paragraphs

    bank, translation, original = pair
    bank.sources.relate(translation, original, "translation")
    bank.sources.align(translation, original, [(0, 0), (2, 2)])
    newer = "A heading that the better reader found\n\n" + ENGLISH.replace("Karim", "KARIM")
    desk = bank._desk
    with desk.writing("sources.reread", "sources.reread") as (writing, _):
        number = bank.sources.get(translation).number
        reading = Reading("plain/2", newer, Layout(pack(paragraphs(newer))))
        add_text(writing, desk.store.naming, number, reading)
    side = bank.sources.aligned(translation, original)

    assert [(b.start, b.other_start) for b in side.beads if b.pinned] == [(1, 0)]
    assert side.left_out == 1


def test_a_recording_has_no_paragraphs(pair):
    """Where there is no text there is nothing to lay side by side."""
    bank, translation, _ = pair

    with pytest.raises(NoText):
        bank.sources.aligned(translation, recording(bank))


def test_a_source_that_is_related_can_have_its_intake_undone_only_with_it(pair):
    """What rests on a source is listed before its intake is undone."""
    bank, translation, original = pair
    intake = bank.revision
    bank.sources.relate(translation, original, "translation")

    with pytest.raises(RestsOnIt):
        bank.undo(intake)
