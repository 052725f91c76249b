"""The fixed words of a codebook file, in English, Italian, French, German, Spanish.

A team writes its spreadsheet in its own language; here each heading is led back
to the one field it means, and so are the few words a cell may hold (kinds of
variable, missing reasons). YAML keys go through the same door.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

_SHARED = {
    "label": "label, etichetta, libellé, étiquette, bezeichnung, beschriftung, etiqueta, title",
    "definition": "definition, definizione, définition, definición, description, descrizione,"
    " beschreibung, descripción, meaning, significato, bedeutung",
}
_CODES = _SHARED | {
    "name": "name, code, codice, codes, kode, código, nome, nom, nombre",
    "parent": "parent, parent code, padre, genitore, codice padre, superiore, code parent,"
    " oberkategorie, obercode, übergeordnet, código padre, superior, parent name",
    "path": "path, percorso, chemin, pfad, ruta, full path",
    "when_to_use": "when to use, use when, inclusion, quando usare, quando usarlo, inclusione,"
    " quand l'utiliser, quand utiliser, wann verwenden, verwenden wenn, cuándo usar, inclusión",
    "when_not": "when not, when not to use, do not use when, exclusion, quando non usare,"
    " quando no, esclusione, quand ne pas l'utiliser, quand ne pas utiliser, wann nicht,"
    " nicht verwenden, cuándo no, cuándo no usar, exclusión",
    "example": "example, examples, esempio, esempi, exemple, exemples, beispiel, beispiele,"
    " ejemplo, ejemplos",
    "colour": "colour, color, colore, couleur, farbe",
    "codable": "codable, can be used, codificabile, codable oui non, codierbar, codificable",
    "side": "side, lato, versante, côté, seite, lado",
    "axis": "axis, asse, axe, achse, eje",
}
_VARIABLES = _SHARED | {
    "name": "name, variable, variabile, variables, nome, nom, nombre",
    "kind": "kind, type, tipo, genere, genre, art, typ, clase",
    "choices": "choices, values, scelte, valori, choix, valeurs, modalités, auswahl, werte,"
    " opciones, valores, options",
    "unit": "unit, unità, unità di misura, unité, einheit, unidad",
    "minimum": "minimum, min, minimo, mínimo",
    "maximum": "maximum, max, massimo, máximo",
    "missing": "missing, missing reasons, mancante, mancanti, motivi di assenza, manquant,"
    " raisons d'absence, fehlend, fehlgründe, faltante, motivos de ausencia",
    "identifying": "identifying, identificante, identificativa, identifiant, identifiante,"
    " identifizierend, identificador, identificativo, quasi identifier",
}
_CHOICES = {
    "label": _SHARED["label"],
    "variable": "variable, variabile",
    "name": "name, choice, value, scelta, valore, choix, valeur, modalité, auswahl, wert,"
    " opción, valor, nome, nom, nombre",
}
_ABOUT = {
    "title": "title, titolo, titre, titel, título",
    "version": "version, versione, versión",
    "language": "language, lingua, langue, sprache, idioma, lengua",
    "description": "description, descrizione, beschreibung, descripción",
    "source": "source, sources, fonte, fonti, quelle, quellen, fuente, fuentes",
}
_LAYOUT = {
    "field": "field, campo, champ, feld",
    "value": "value, valore, valeur, wert, valor",
}
_SHEETS = {
    "codes": "codes, code, codici, codice, kodes, códigos, tree, code system",
    "variables": "variables, variable, variabili, variabile, variablen",
    "choices": "choices, choice, scelte, choix, auswahl, auswahlen, opciones, values, valori",
    "codebook": "codebook, about, libro dei codici, informazioni, livre de codes, kodebuch,"
    " codebuch, libro de códigos",
}
_KINDS = {
    "nominal": "nominal, nominale, category, categorical, categoria, categorico, catégorie,"
    " kategorie, kategorial, categoría, choice, scelta, choix",
    "ordinal": "ordinal, ordinale, rank, ordered, ordine, rango, rang, ordinaire, ordenada",
    "number": "number, numeric, numero, numerico, nombre, numérique, zahl, numerisch, número,"
    " numérico, integer, decimal, intero",
    "date": "date, data, datum, fecha, edtf",
    "set": "set, several, multiple, insieme, scelta multipla, ensemble, choix multiple, menge,"
    " mehrfachauswahl, conjunto, opción múltiple",
    "text": "text, testo, texte, texto, free text, testo libero, texte libre, freitext",
}
_SIDES = {
    "leaving": "leaving, leave, abbandono, uscita, départ, sortie, ausstieg, salida, abandono",
    "joining": "joining, join, adesione, ingresso, adhésion, entrée, beitritt, ingreso, adhesión",
}
_AXES = {
    "push": "push, spinta, poussée, repousse, druck, empuje",
    "pull": "pull, attrazione, attrait, attraction, sog, atracción",
}
_MISSING = {
    "not asked": "not asked, non chiesto, pas demandé, nicht gefragt, no preguntado, لم يسأل",
    "refused": "refused, rifiutato, rifiuto, refusé, refus, verweigert, rechazado, رفض",
    "unknown to the source": "unknown to the source, unknown, ignoto alla fonte, ignoto,"
    " inconnu de la source, inconnu, der quelle unbekannt, unbekannt, desconocido para la fuente,"
    " desconocido, مجهول لدى المصدر",
    "not applicable": "not applicable, n a, na, non applicabile, sans objet, non applicable,"
    " nicht zutreffend, no aplicable, no procede, لا ينطبق",
}
_LEVELS = re.compile(r"(?:level|livello|niveau|ebene|nivel) ?(\d{1,2})\Z")
_LABELS = re.compile(
    r"(?:labels?|etichett[ae]|libelle|etiquette|bezeichnung|beschriftung|etiqueta)"
    r" ([a-z]{2,3}(?: [a-z0-9]+)*)\Z"
)
_SCHEMES = re.compile(
    r"\s*(?:schemes?|schema|schéma|schemi|esquema)(?:\s*:\s*(.+?)|\s*\((.+)\))\s*\Z", re.I
)

TABLES: Mapping[str, Mapping[str, str]] = {
    "codes": _CODES,
    "variables": _VARIABLES,
    "choices": _CHOICES,
    "codebook": _ABOUT,
    "layout": _LAYOUT,
    "sheets": _SHEETS,
    "kinds": _KINDS,
    "sides": _SIDES,
    "axes": _AXES,
    "missing": _MISSING,
}


def plain(heading: str) -> str:
    """A heading without case, accents and punctuation, to be compared."""
    apart = unicodedata.normalize("NFD", heading.casefold())
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in apart if not unicodedata.combining(c)))
    )


@cache
def _lookup(table: str) -> dict[str, str]:
    return {
        plain(word): field for field, words in TABLES[table].items() for word in words.split(",")
    }


def field_of(table: str, heading: str) -> str | None:
    """The field a heading means in a table ("codes", "variables", ...), None if unknown.

    Repeated fields keep their key: "label (it)" is "label:it", "Scheme: Altier 2017" is
    "scheme:Altier 2017", "level 2" is "level:2".

    >>> field_of("codes", "Quando usare")
    'when_to_use'
    """
    words = plain(heading)
    if words in (known := _lookup(table)):
        return known[words]
    if table in ("codes", "variables", "choices") and (match := _LABELS.match(words)):
        return "label:" + match[1].replace(" ", "-")
    if table == "codes":
        if match := _LEVELS.match(words):
            return f"level:{int(match[1])}"
        if match := _SCHEMES.match(heading):
            return "scheme:" + (match[1] or match[2]).strip()
    return None


def nearest_heading(table: str, heading: str) -> str | None:
    """A known heading that looks like this one, to be offered; None when none does."""
    close = difflib.get_close_matches(plain(heading), _lookup(table), n=1, cutoff=0.75)
    return close[0] if close else None
