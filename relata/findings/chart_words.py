"""What charts say besides the names of the codebook, in the languages of the workspace."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]

WORDS: Mapping[str, Words] = {
    "en": {
        "motives": "How many tell of each motive",
        "cases": "Cases",
        "share": "Share of {n} cases",
        "interval": "The line shows the {level} interval of the share.",
        "yes": "told of",
        "no": "stated as absent",
        "contradicted": "contradicted",
        "unknown": "unknown",
        "cross": "{rows} by {columns}",
        "stated as absent": "stated as absent",
        "not stated": "not stated",
        "withheld": "withheld",
        "not looked at": "not looked at",
        "none chosen": "none chosen",
        "none of them is known": "none of them is known",
    },
    "it": {
        "motives": "Quanti raccontano ciascun motivo",
        "cases": "Casi",
        "share": "Quota di {n} casi",
        "interval": "La linea indica l'intervallo al {level} della quota.",
        "yes": "raccontato",
        "no": "dichiarato assente",
        "contradicted": "contraddetto",
        "unknown": "ignoto",
        "cross": "{rows} per {columns}",
        "stated as absent": "dichiarato assente",
        "not stated": "non dichiarato",
        "withheld": "taciuto",
        "not looked at": "non esaminato",
        "none chosen": "nessuno scelto",
        "none of them is known": "di nessuno si sa",
    },
    "fr": {
        "motives": "Combien racontent chaque motif",
        "cases": "Cas",
        "share": "Part des {n} cas",
        "interval": "Le trait montre l'intervalle à {level} de la part.",
        "yes": "raconté",
        "no": "déclaré absent",
        "contradicted": "contredit",
        "unknown": "inconnu",
        "cross": "{rows} par {columns}",
        "stated as absent": "déclaré absent",
        "not stated": "non déclaré",
        "withheld": "tu",
        "not looked at": "non examiné",
        "none chosen": "aucun choisi",
        "none of them is known": "aucun n'est connu",
    },
    "ar": {
        "motives": "كم حالة تروي كل دافع",
        "cases": "الحالات",
        "share": "النسبة من {n} حالة",
        "interval": "يبيّن الخط مجال الثقة {level} للنسبة.",
        "yes": "مذكور",
        "no": "مذكور أنه غائب",
        "contradicted": "متناقض",
        "unknown": "غير معروف",
        "cross": "{rows} بحسب {columns}",
        "stated as absent": "مذكور أنه غائب",
        "not stated": "غير مذكور",
        "withheld": "محجوب",
        "not looked at": "لم يُنظر فيه",
        "none chosen": "لم يُختر شيء",
        "none of them is known": "لا يُعرف أي منها",
    },
}


def words_of(language: str) -> Words:
    """The words of a language; English for one that has none."""
    return WORDS.get(language[:2].lower(), WORDS["en"])
