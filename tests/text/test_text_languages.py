import pytest

from relata.text.languages import LANGUAGES, recognise

SENTENCES = {
    "it": "Sono scappato di notte perché avevo paura dei capi.",
    "en": "I ran away at night because I feared the leaders.",
    "fr": "Je me suis enfui la nuit parce que j'avais peur des chefs.",
    "ar": "هربت في الليل لأنني كنت خائفا من القادة.",
    "de": "Ich bin nachts geflohen, weil ich Angst vor den Anführern hatte.",
    "es": "Me escapé de noche porque tenía miedo de los jefes.",
    "pt": "Fugi durante a noite porque tinha medo dos chefes.",
    "nl": "Ik ben 's nachts gevlucht omdat ik bang was voor de leiders.",
    "ru": "Я бежал ночью, потому что боялся начальников.",
    "uk": "Я втік уночі, бо боявся начальників.",
    "tr": "Gece kaçtım çünkü liderlerden korkuyordum.",
    "fa": "شب فرار کردم چون از رهبران می‌ترسیدم.",
    "ur": "میں رات کو بھاگ گیا کیونکہ مجھے رہنماؤں سے ڈر تھا۔",
    "he": "ברחתי בלילה כי פחדתי מהמנהיגים.",
    "pl": "Uciekłem w nocy, ponieważ bałem się przywódców.",
    "ro": "Am fugit noaptea pentru că îmi era frică de șefi.",
    "sv": "Jag flydde på natten eftersom jag var rädd för ledarna.",
    "ku": "Ez bi şev reviyam ji ber ku ez ji serokan ditirsiyam.",
}


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_one_sentence_is_enough(language):
    """A single sentence tells its language, for every language that may be answered."""
    assert recognise(SENTENCES[language]) == language


def test_every_answer_is_tried():
    """No language can be answered that the sentences above do not test."""
    assert set(SENTENCES) == set(LANGUAGES)


@pytest.mark.parametrize(
    "text", ["", "   ", "12.000 / 2016 - 244", "Ok!", "https://a.example/la-notte"]
)
def test_too_few_letters_are_no_language(text):
    """Numbers, an address or a syllable are not forced into a language."""
    assert recognise(text) is None


def test_a_long_text_is_judged_by_beginning_and_middle():
    """A foreign headline does not decide for the body, and length costs nothing."""
    assert recognise("A LETTER FROM NOWHERE\n\n" + (SENTENCES["it"] + " ") * 20_000) == "it"
    assert recognise((SENTENCES["ar"] + "\n") * 500) == "ar"
