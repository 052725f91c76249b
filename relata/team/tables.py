"""Tables of the team: who works here, and as what."""

import sqlalchemy as sa

from relata.store import ref, room_table

user = room_table("user_account")

profile = room_table(
    "profile",
    ref("user", "user_account"),
    sa.Column("name", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("role", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("active", sa.Boolean, nullable=False),
    single=("user",),
    conflict=("user",),
)
