"""Tables of the team: who works here, and as what; and what is kept beside the data.

The plain tables (from `session` on) are no part of the graph of revisions. Tokens,
failed attempts and the size of somebody's letters are not what the databank was told:
they must be forgotten when they are over, belong to this one place, and go neither into
a backup nor into a merge. People are named in them by the id of their account, as key
slots do; names that were tried and addresses only by keyed marks (`aside.mark_of`).
Tokens and codes are kept as keyed hashes: nothing that is read here, or written here without
the archive key, lets anybody in.
"""

import sqlalchemy as sa

from relata.store import ref, room_table
from relata.store.schema import METADATA, Number

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

account_act = room_table(
    "account_act",
    ref("user", "user_account"),
    sa.Column("what", sa.String, nullable=False, info={"content_of": ()}),
)
"""What was done to an account and leaves no other trace: invited anew, factor reset."""

team_rule = room_table(
    "team_rule",
    sa.Column("name", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("value", sa.String, nullable=False, info={"content_of": ()}),
    single=("name",),
    conflict=("name",),
)
"""What holds for the whole team, such as who needs a second factor."""

session = sa.Table(
    "session",
    METADATA,
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("user", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("role", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("how", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("agent", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("begun", sa.BigInteger, nullable=False),
    sa.Column("seen", sa.BigInteger, nullable=False),
    sa.Column("rose", sa.Boolean, nullable=False),
    sa.Column("locked", sa.Boolean, nullable=False),
    sa.Column("ended", sa.BigInteger),
)

attempt = sa.Table(
    "attempt",
    METADATA,
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("mark", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("at", sa.BigInteger, nullable=False, index=True),
    sa.Column("wrong", sa.Boolean, nullable=False),
)

sign_in = sa.Table(
    "sign_in",
    METADATA,
    sa.Column("no", Number, primary_key=True),
    sa.Column("user", sa.LargeBinary(16)),
    sa.Column("at", sa.BigInteger, nullable=False),
    sa.Column("how", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("outcome", sa.String, nullable=False, info={"content_of": ()}),
    sa.Column("place", sa.LargeBinary(16)),
)

invitation = sa.Table(
    "invitation",
    METADATA,
    sa.Column("id", sa.LargeBinary(16), primary_key=True),
    sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("user", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("by", sa.LargeBinary(16), nullable=False),
    sa.Column("made", sa.BigInteger, nullable=False),
    sa.Column("expires", sa.BigInteger, nullable=False),
    sa.Column("accepted", sa.BigInteger),
    sa.Column("withdrawn", sa.BigInteger),
)

second_factor = sa.Table(
    "second_factor",
    METADATA,
    sa.Column("user", sa.LargeBinary(16), primary_key=True),
    sa.Column("secret", sa.LargeBinary, info={"content_of": ()}),
    sa.Column("pending", sa.LargeBinary, info={"content_of": ()}),
    sa.Column("last_step", sa.BigInteger, nullable=False),
    sa.Column("since", sa.BigInteger),
)
"""The secrets are sealed under a key derived from the archive key."""

recovery_code = sa.Table(
    "recovery_code",
    METADATA,
    sa.Column("hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("user", sa.LargeBinary(16), nullable=False, index=True),
    sa.Column("used", sa.BigInteger),
)

preference = sa.Table(
    "preference",
    METADATA,
    sa.Column("user", sa.LargeBinary(16), primary_key=True),
    sa.Column("choices", sa.String, nullable=False, info={"content_of": ()}),
)
