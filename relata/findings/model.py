"""What findings read: one revision of a databank, as parallel arrays.

A `Snapshot` is filled once for a revision and read by every finding. Rows are
known by their local numbers (`no`), which need be neither dense nor sorted; within
the snapshot a row is addressed by its place in the arrays, and `places` leads from
the one to the other. Only what stands at that revision is in it.
Arrays of numbers are NumPy int64; -1 says "none". No array holds text of a source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from relata.errors import RelataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from relata.findings.lying import Line

    Ints = NDArray[np.int64]

STATED, ABSENT, NOT_STATED, CONTRADICTED, WITHHELD = range(5)
STATUSES = ("stated", "stated as absent", "not stated", "contradicted", "withheld")
"""Names of the status codes in `Values.status`, in their order."""

OWN_ORIGIN = "each source counted as its own origin"
TRACED_ORIGIN = "copies counted with the origin they come from"

EVERY_CODER = "every coder"


class BrokenSnapshot(RelataError):
    """Arrays that do not fit together."""

    remedy = "Run `relata verify` to see what is damaged."


@dataclass(frozen=True, eq=False)
class Codings:
    """Standing codings. `case` is -1 where the coding is not linked to a case."""

    no: Ints
    passage: Ints
    source: Ints
    code: Ints
    coder: Ints
    case: Ints


@dataclass(frozen=True, eq=False)
class Values:
    """Standing values of cases, competing ones side by side.

    A value answers for a variable (`variable`), for a code (`code`), or for both
    when the variable stands for a code; -1 otherwise. A value about a code says all
    by its status. `status` is an index into `STATUSES`; `content` is the canonical
    text of the codebook, None without one.
    """

    no: Ints
    case: Ints
    variable: Ints
    code: Ints
    coder: Ints
    status: Ints
    content: tuple[str | None, ...]


@dataclass(frozen=True, eq=False)
class Evidence:
    """Pairs: the value and one passage it rests on."""

    value: Ints
    passage: Ints


@dataclass(frozen=True, eq=False)
class Passages:
    """Spans of texts in Unicode code points, end-exclusive."""

    no: Ints
    source: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, eq=False)
class Paragraphs:
    """Spans of the paragraphs of the texts, for nearness within one paragraph."""

    source: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True, eq=False)
class Cases:
    no: Ints
    pseudonym: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Coders:
    no: Ints
    name: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sources:
    no: Ints
    id: tuple[str, ...]
    """The id of each source as hexadecimal text."""


@dataclass(frozen=True, eq=False)
class Codes:
    """The tree of codes, in the order in which it is shown.

    `parent` is the number of the code above, -1 at the top. `axis` ("push",
    "pull", None) and `side` ("leaving", "joining", None) are read from the code
    itself or from the nearest code above that has one. `schemes` maps the name of
    another study's scheme to its category for the code.
    """

    no: Ints
    path: tuple[str, ...]
    label: tuple[str, ...]
    parent: Ints
    axis: tuple[str | None, ...]
    side: tuple[str | None, ...]
    schemes: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, eq=False)
class Variables:
    """`kind` is one of nominal, ordinal, number, date, set, text.

    `choices` are the (name, label) pairs of each variable in their order, empty
    where it has none.
    """

    no: Ints
    name: tuple[str, ...]
    label: tuple[str, ...]
    kind: tuple[str, ...]
    choices: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """One revision as findings read it.

    `origins` holds, for each source in the order of `sources`, the number of the
    origin it comes from; it is None until copies are traced, and then each source
    stands for its own origin.
    """

    revision: str
    codings: Codings
    values: Values
    evidence: Evidence
    passages: Passages
    cases: Cases
    codes: Codes
    coders: Coders
    sources: Sources
    variables: Variables
    origins: Ints | None = None
    paragraphs: Paragraphs | None = None

    @property
    def origin_rule(self) -> str:
        """In words, what is counted as an independent origin."""
        return OWN_ORIGIN if self.origins is None else TRACED_ORIGIN

    @cached_property
    def coding_passage(self) -> Ints:
        """Place of each coding's passage."""
        return places(self.passages.no, self.codings.passage, "passage")

    @cached_property
    def coding_source(self) -> Ints:
        """Place of each coding's source."""
        return places(self.sources.no, self.codings.source, "source")

    @cached_property
    def coding_code(self) -> Ints:
        """Place of each coding's code."""
        return places(self.codes.no, self.codings.code, "code")

    @cached_property
    def coding_case(self) -> Ints:
        """Place of each coding's case, -1 where it is linked to none."""
        return places(self.cases.no, self.codings.case, "case")

    @cached_property
    def coding_coder(self) -> Ints:
        """Place of each coding's coder."""
        return places(self.coders.no, self.codings.coder, "coder")

    @cached_property
    def value_case(self) -> Ints:
        """Place of each value's case."""
        return places(self.cases.no, self.values.case, "case")

    @cached_property
    def value_code(self) -> Ints:
        """Place of the code each value answers for, or -1."""
        return places(self.codes.no, self.values.code, "code")

    @cached_property
    def value_variable(self) -> Ints:
        """Place of the variable each value answers for, or -1."""
        return places(self.variables.no, self.values.variable, "variable")

    @cached_property
    def value_coder(self) -> Ints:
        """Place of each value's coder."""
        return places(self.coders.no, self.values.coder, "coder")

    @cached_property
    def evidence_value(self) -> Ints:
        """Place of the value in each pair of evidence."""
        return places(self.values.no, self.evidence.value, "value")

    @cached_property
    def evidence_passage(self) -> Ints:
        """Place of the passage in each pair of evidence."""
        return places(self.passages.no, self.evidence.passage, "passage")

    @cached_property
    def passage_source(self) -> Ints:
        """Place of each passage's source."""
        return places(self.sources.no, self.passages.source, "source")

    @cached_property
    def line(self) -> Line:
        """All codings in reading order."""
        from relata.findings.lying import line_of

        return line_of(self)

    @cached_property
    def source_origin(self) -> Ints:
        """A dense number of the origin of each source, from 0."""
        import numpy as np

        if self.origins is None:
            return np.arange(len(self.sources.no))
        return np.asarray(np.unique(self.origins, return_inverse=True)[1])


def places(known: Ints, wanted: Ints, what: str) -> Ints:
    """Where each wanted number stands among the known ones; -1 stays -1.

    Refused: a wanted number that is not known, told by its kind and how many.
    """
    import numpy as np

    if not known.size:
        found = np.full(wanted.shape, -1, dtype=np.int64)
    elif int(known.max()) < 4 * known.size + 1_000_000:
        where = np.full(int(known.max()) + 1, -1, dtype=np.int64)
        where[known] = np.arange(known.size)
        inside = (wanted >= 0) & (wanted < where.size)
        found = np.where(inside, where[np.where(inside, wanted, 0)], -1)
    else:
        order = np.argsort(known, kind="stable")
        at = order[np.minimum(np.searchsorted(known, wanted, sorter=order), known.size - 1)]
        found = np.where(known[at] == wanted, at, -1)
    lost = int(((found < 0) & (wanted != -1)).sum())
    if lost:
        raise BrokenSnapshot(f"{lost} rows name a {what} that is not there.")
    return found


def none() -> Ints:
    """No rows: an empty array of numbers."""
    import numpy as np

    return np.zeros(0, dtype=np.int64)
