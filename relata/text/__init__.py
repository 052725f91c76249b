"""Texts as texts: no database, nothing but characters in and frozen results out.

A reader's output is brought to its stored form (`fixed`), in which offsets are
counted once and for all (`Span`). The text is divided into `paragraphs` and
`sentences`, its language recognised (`recognise`), and its words analysed
(`analyse`) so that any inflection finds the others. A search is parsed (`parse`)
into leaves whose `forms` the index is asked for; `evaluate` combines what they
find and `marks` shows where. When a better reading of a source comes, passages are
carried to it by their quotation (`find_again`).
"""

from relata.text.analysis import analyse, forget, tokens
from relata.text.anchoring import Quotation, Reading, find_again, quotation
from relata.text.languages import LANGUAGES, recognise
from relata.text.matching import evaluate, marks
from relata.text.normal import fixed
from relata.text.paragraphs import pack, paragraphs, unpack
from relata.text.parsing import NotASearch, parse
from relata.text.query import And, Leaf, Not, Or, Phrase, Prefix, Query, Word, leaves, positive
from relata.text.sentences import sentences
from relata.text.spans import NotAPassage, NotASpan, Span, as_passage, from_utf16, to_utf16
from relata.text.stems import edition

__all__ = [
    "LANGUAGES",
    "And",
    "Leaf",
    "Not",
    "NotAPassage",
    "NotASearch",
    "NotASpan",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Quotation",
    "Reading",
    "Span",
    "Word",
    "analyse",
    "as_passage",
    "edition",
    "evaluate",
    "find_again",
    "fixed",
    "forget",
    "from_utf16",
    "leaves",
    "marks",
    "pack",
    "paragraphs",
    "parse",
    "positive",
    "quotation",
    "recognise",
    "sentences",
    "to_utf16",
    "tokens",
    "unpack",
]
