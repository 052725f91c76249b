"""The language of coded retrieval: codes, and how their passages are to lie.

    fear AND "air raids"            passages of the one that overlap one of the other
    fear NOT corruption             passages that overlap none
    fear NEAR corruption            in one paragraph; NEAR/120 within 120 characters
    fear OR boredom                 either
    (fear OR boredom) AND leaders   parentheses group; otherwise OR binds loosest and
                                    the others are read from left to right
    fear WITHIN cases WHERE country = norvia AND age >= 20

Operators are written in capitals. A code stands for itself and all codes below it,
by path, name or label; names of several words need no quotes unless they hold an
operator, a parenthesis or a comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from relata.errors import RelataError

DEEPEST = 100
"""Parentheses within parentheses, at most."""

MOST_JOINED = 200
"""Operators in one expression, at most."""

LONGEST = 10_000
"""Characters of an expression, at most."""


class BadExpression(RelataError):
    """An expression that cannot be read; `position` counts characters from 0, None at the end."""

    remedy = 'Write codes joined by AND, OR, NOT, NEAR or NEAR/120, such as: fear AND "air raids".'

    def __init__(self, what: str, position: int | None = None) -> None:
        where = "at its end" if position is None else f"at position {position}"
        super().__init__(f"The expression cannot be read: {what} {where}.")
        self.position = position


@dataclass(frozen=True, slots=True)
class Named:
    """Passages of a code or of one below it."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Two expressions and how they are joined: AND, OR, NOT or NEAR.

    `within` is the distance in characters for NEAR, None for one paragraph.
    """

    how: str
    left: Expression
    right: Expression
    within: int | None = None


Expression = Named | Joined


@dataclass(frozen=True, slots=True)
class Condition:
    """What a case must satisfy: a variable, a comparison, and a value as typed."""

    variable: str
    comparison: str
    value: str
    position: int


@dataclass(frozen=True, slots=True)
class Query:
    """An expression, and the conditions on the cases its codings are about."""

    expression: Expression
    conditions: tuple[Condition, ...] = ()


_TOKEN = re.compile(
    r'\s+|"(?P<quoted>[^"]*)"|(?P<mark>[()]|[!<>]=|[=<>])|(?P<word>[^\s()"=<>!]+|!)'
)
_NEAR = re.compile(r"NEAR(?:/(\d{1,9}))?")
_WORDS = {"AND", "OR", "NOT", "WITHIN", "WHERE", "NEAR"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "name", "word" (reserved), "mark", "end"
    text: str
    position: int | None


def parse(text: str) -> Query:
    """Read an expression, or refuse it in one sentence that says where."""
    if len(text) > LONGEST:
        raise BadExpression("it is too long", LONGEST)
    reader = _Reader(_tokens(text))
    expression = reader.either(0)
    conditions: list[Condition] = []
    if reader.took("WITHIN"):
        if reader.now.kind != "name" or reader.next().text.casefold() != "cases":
            raise reader.unexpected("WITHIN is followed by cases WHERE", back=1)
        if not reader.took("WHERE"):
            raise reader.unexpected("WITHIN cases is followed by WHERE")
        conditions.append(reader.condition())
        while reader.took("AND"):
            conditions.append(reader.condition())
    if reader.now.kind != "end":
        raise reader.unexpected("something is left over")
    return Query(expression, tuple(conditions))


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise BadExpression("a quotation mark is not closed", position)
        word = match["word"]
        if match["quoted"] is not None:
            tokens.append(_Token("name", match["quoted"].strip(), position))
        elif match["mark"]:
            tokens.append(_Token("mark", match["mark"], position))
        elif word and (word in _WORDS or _NEAR.fullmatch(word)):
            tokens.append(_Token("word", word, position))
        elif word:
            tokens.append(_Token("bare", word, position))
        position = match.end()
    return [*_whole_names(tokens), _Token("end", "", None)]


def _whole_names(tokens: list[_Token]) -> list[_Token]:
    """Words that stand side by side are one name."""
    whole: list[_Token] = []
    before = ""
    for token in tokens:
        if token.kind == "bare" and before == "bare":
            whole[-1] = _Token("name", f"{whole[-1].text} {token.text}", whole[-1].position)
        else:
            kind = "name" if token.kind == "bare" else token.kind
            whole.append(_Token(kind, token.text, token.position))
        before = token.kind
    return whole


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._joined = 0

    @property
    def now(self) -> _Token:
        return self._tokens[self._at]

    def next(self) -> _Token:
        token = self.now
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def took(self, text: str) -> bool:
        if self.now.kind in ("word", "mark") and self.now.text == text:
            self.next()
            return True
        return False

    def unexpected(self, what: str, *, back: int = 0) -> BadExpression:
        return BadExpression(what, self._tokens[max(self._at - back, 0)].position)

    def either(self, depth: int) -> Expression:
        left = self.meeting(depth)
        while self.took("OR"):
            left = self.join("OR", left, self.meeting(depth))
        return left

    def meeting(self, depth: int) -> Expression:
        left = self.one(depth)
        while True:
            near = _NEAR.fullmatch(self.now.text) if self.now.kind == "word" else None
            if near:
                self.next()
                within = None if near[1] is None else int(near[1])
                left = self.join("NEAR", left, self.one(depth), within)
            elif self.took("NOT"):
                left = self.join("NOT", left, self.one(depth))
            elif self.took("AND"):
                how = "NOT" if self.took("NOT") else "AND"
                left = self.join(how, left, self.one(depth))
            else:
                return left

    def join(
        self, how: str, left: Expression, right: Expression, within: int | None = None
    ) -> Joined:
        self._joined += 1
        if self._joined > MOST_JOINED:
            raise self.unexpected(f"more than {MOST_JOINED} codes are joined")
        return Joined(how, left, right, within)

    def one(self, depth: int) -> Expression:
        if depth > DEEPEST:
            raise self.unexpected("too many parentheses are nested")
        if self.took("("):
            inner = self.either(depth + 1)
            if not self.took(")"):
                raise self.unexpected("a parenthesis is not closed")
            return inner
        token = self.now
        if token.kind == "word" and token.text == "NOT":
            raise self.unexpected("NOT needs a code before it")
        if token.kind != "name" or not token.text or token.position is None:
            raise self.unexpected("a code is missing")
        self.next()
        return Named(token.text, token.position)

    def condition(self) -> Condition:
        variable = self.next()
        if variable.kind != "name" or variable.position is None:
            raise self.unexpected("a variable is missing", back=1)
        comparison = self.next()
        if comparison.kind != "mark" or comparison.text in "()":
            raise self.unexpected("a comparison such as = is missing", back=1)
        value = self.next()
        if value.kind != "name":
            raise self.unexpected("a value is missing", back=1)
        return Condition(variable.text, comparison.text, value.text, variable.position)
