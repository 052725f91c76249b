"""Tables of the codebook: codes and variables, and each wording they ever had."""

import sqlalchemy as sa

from relata.store import ref, room_table

_team = {"content_of": ()}
_words = {"content_of": ("source",)}

codebook = room_table(
    "codebook",
    sa.Column("title", sa.String, nullable=False, info=_team),
    sa.Column("version", sa.String, nullable=False, info=_team),
    sa.Column("language", sa.String, nullable=False, info=_team),
    sa.Column("description", sa.String, nullable=False, info=_team),
    sa.Column("sources", sa.String, nullable=False, info=_team),
    single=("title",),
    conflict=("title",),
)

code = room_table("code")

code_version = room_table(
    "code_version",
    ref("code", "code"),
    ref("parent", "code", nullable=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.String, nullable=False, info=_words),
    sa.Column("label", sa.String, nullable=False, info=_words),
    sa.Column("definition", sa.String, nullable=False, info=_team),
    sa.Column("when_to_use", sa.String, nullable=False, info=_team),
    sa.Column("when_not", sa.String, nullable=False, info=_team),
    sa.Column("example", sa.String, nullable=False, info=_team),
    sa.Column("colour", sa.String, info=_team),
    sa.Column("codable", sa.Boolean, nullable=False),
    sa.Column("side", sa.String, info=_team),
    sa.Column("axis", sa.String, info=_team),
    sa.Column("labels", sa.String, nullable=False, info=_team),
    sa.Column("schemes", sa.String, nullable=False, info=_team),
    ref("source", "source", nullable=True),
    owners=("source",),
    single=("code",),
    conflict=("code",),
)
"""`source` is the one whose very words name the code (in vivo): they are erased with it."""

succession = room_table(
    "succession",
    sa.Column("code", sa.LargeBinary(16), nullable=False, index=True),
    ref("into", "code"),
    sa.Column("how", sa.String, nullable=False, info=_team),
    conflict=("code", "into"),
)
"""Where a code has gone: `code` is the id of one that was merged into another, and stands
no more, or of one that was split, and gathers its parts. `how` is "merged" or "split"."""

variable = room_table("variable")

variable_version = room_table(
    "variable_version",
    ref("variable", "variable"),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.String, nullable=False, info=_team),
    sa.Column("label", sa.String, nullable=False, info=_team),
    sa.Column("kind", sa.String, nullable=False, info=_team),
    sa.Column("told", sa.String, nullable=False, info=_team),
    single=("variable",),
    conflict=("variable",),
)
