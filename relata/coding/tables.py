"""Tables of coding: choices of codes for passages, memos, and how far coders are."""

import sqlalchemy as sa

from relata.store import ref, room_table

coding = room_table(
    "coding",
    ref("passage", "passage"),
    ref("source", "source"),
    ref("code", "code"),
    ref("coder", "user_account"),
    ref("case", "person_case", nullable=True),
    owners=("source", "case"),
    conflict=("passage", "code", "coder", "case"),
)

_of_both = {"content_of": ("source", "case")}
_of_team = {"content_of": ()}

memo = room_table(
    "memo",
    sa.Column("thread", sa.LargeBinary(16), nullable=False, index=True),
    ref("writer", "user_account"),
    sa.Column("about", sa.String, nullable=False, info=_of_team),
    sa.Column("kind", sa.String, nullable=False, info=_of_team),
    ref("source", "source", nullable=True),
    ref("passage", "passage", nullable=True),
    ref("code", "code", nullable=True),
    ref("coder", "user_account", nullable=True),
    ref("variable", "variable", nullable=True),
    ref("case", "person_case", nullable=True),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("body", sa.String, nullable=False, info=_of_both),
    owners=("source", "case"),
    single=("thread",),
    conflict=("thread",),
)
"""`about` and `kind` are words of the program. All wordings of a memo share a `thread`.

A memo on a coding rests on its passage, code and coder, one on a value on its case,
variable or code, and coder: so it stays when the coding or value is made again.
"""

looking = room_table(
    "looking",
    ref("source", "source"),
    ref("coder", "user_account"),
    sa.Column("state", sa.String, nullable=False, info=_of_team),
    owners=("source",),
    single=("source", "coder"),
    conflict=("source", "coder"),
)
"""How far a coder says to be with a source: "begun" or "done"."""
