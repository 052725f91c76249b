"""Tables of cases: persons without names, what is known of them, and on what it rests."""

import sqlalchemy as sa

from relata.store import ref, room_table

_of_case = {"content_of": ("case",)}

case = room_table("person_case", owners=("self",))

pseudonym = room_table(
    "pseudonym",
    ref("case", "person_case"),
    sa.Column("name", sa.String, nullable=False, info=_of_case),
    owners=("case",),
    single=("case",),
    conflict=("case",),
)

link = room_table(
    "link",
    ref("case", "person_case"),
    ref("source", "source"),
    owners=("case", "source"),
    single=("case", "source"),
)

value = room_table(
    "case_value",
    ref("case", "person_case"),
    ref("variable", "variable", nullable=True),
    ref("code", "code", nullable=True),
    ref("coder", "user_account"),
    sa.Column("status", sa.String, nullable=False, info=_of_case),
    sa.Column("told", sa.String, info=_of_case),
    sa.Column("missing", sa.String, info=_of_case),
    sa.Column("note", sa.String, info=_of_case),
    owners=("case",),
    conflict=("case", "variable", "code", "coder"),
)
"""A value is of a variable, or says of a code whether the person told it."""

evidence = room_table(
    "evidence",
    ref("value", "case_value"),
    ref("case", "person_case"),
    ref("passage", "passage"),
    ref("source", "source"),
    owners=("case", "source"),
)
