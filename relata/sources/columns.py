"""Which column of a sheet plays which part, by its heading in six languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

PARTS = ("text", "title", "author", "date", "publisher", "language", "url", "kind")

_HEADINGS: dict[str, str] = {
    "text": "text texte testo texto nass fulltext volltext transcript transcription trascrizione "
    "transkript transcripcion transcripción body corpo corps cuerpo content contenuto contenu "
    "contenido inhalt article articolo artikel artículo articulo story testimony testimonianza "
    "témoignage temoignage testimonio zeugnis aussage statement answer risposta réponse reponse "
    "respuesta antwort النص نص محتوى المحتوى شهادة الشهادة مقابلة",
    "title": "title titolo titre titel título titulo headline heading subject oggetto betreff "
    "asunto überschrift ueberschrift العنوان عنوان",
    "author": "author authors autore autori auteur auteurs autor autoren autores byline writer "
    "journalist verfasser giornalista periodista المؤلف الكاتب كاتب مؤلف",
    "date": "date data datum fecha published publishedat publicationdate datapubblicazione "
    "datepublication fechapublicación fechapublicacion veröffentlicht pubdate day giorno تاريخ "
    "التاريخ",
    "publisher": "publisher editore éditeur editeur verlag editorial source fonte quelle fuente "
    "newspaper giornale journal zeitung periódico periodico outlet testata medium media agency "
    "agenzia agence agentur agencia الناشر ناشر المصدر مصدر الصحيفة صحيفة",
    "language": "language lang lingua langue sprache idioma lengua اللغة لغة",
    "url": "url link uri href address indirizzo adresse dirección direccion webaddress weblink "
    "رابط الرابط",
    "kind": "kind type tipo genere genre art gattung clase نوع النوع",
}
_PART_OF = {name: part for part, names in _HEADINGS.items() for name in names.split()}
_NOT_A_LETTER = re.compile(r"[\W_]+")


def parts(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """The heading that plays each part, as far as one does.

    The text is the column so named, or else the one with the longest cells on
    average; `rows` may be a sample. The leftmost of two candidates wins.

    >>> parts(["id", "Titolo", "note"], [["1", "Fuga", "She walked for nine days."]])
    {'title': 'Titolo', 'text': 'note'}
    """
    found: dict[str, str] = {}
    for heading in headings:
        part = _PART_OF.get(_NOT_A_LETTER.sub("", unicodedata.normalize("NFC", heading)).lower())
        if part and part not in found:
            found[part] = heading
    if "text" not in found:
        taken = set(found.values())
        lengths = [
            (sum(len(row[i]) for row in rows if i < len(row)), -i, heading)
            for i, heading in enumerate(headings)
            if heading not in taken
        ]
        if lengths and max(lengths)[0]:
            found["text"] = max(lengths)[2]
    return found


def distinct(headings: Sequence[str]) -> list[str]:
    """Headings without doubles or gaps: an empty one is called by its number.

    >>> distinct(["text", "", "text"])
    ['text', 'column 2', 'text (2)']
    """
    named: list[str] = []
    for number, heading in enumerate(headings, start=1):
        base = " ".join(heading.split()) or f"column {number}"
        name, again = base, 2
        while name in named:
            name, again = f"{base} ({again})", again + 1
        named.append(name)
    return named
