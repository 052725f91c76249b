"""The table of codings: each a coder's choice of a code for a passage."""

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
