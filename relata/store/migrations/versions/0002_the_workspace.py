"""Tables of the workspace: memos, relations of sources, succession of codes, signing in."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _plain(name: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String, nullable=null)


def _big(name: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=null)


def _bytes(name: str, length: int | None, null: bool = False, **more: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary(length), nullable=null, **more)


def _ref(name: str, target: str, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _NUMBER, sa.ForeignKey(f"{target}.no"), nullable=null, index=True)


def _room(name: str, *columns: sa.Column[Any]) -> None:
    op.create_table(
        name,
        sa.Column("no", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(16), nullable=False, unique=True),
        sa.Column("added", _NUMBER, nullable=False, index=True),
        sa.Column("withdrawn", _NUMBER),
        *columns,
    )


def upgrade() -> None:
    _room(
        "relation",
        _ref("source", "source"),
        _ref("other", "source"),
        _plain("kind"),
        _bytes("pairs", None, null=True),
    )
    _room(
        "memo",
        _bytes("thread", 16, index=True),
        _ref("writer", "user_account"),
        _plain("about"),
        _plain("kind"),
        _ref("source", "source", null=True),
        _ref("passage", "passage", null=True),
        _ref("code", "code", null=True),
        _ref("coder", "user_account", null=True),
        _ref("variable", "variable", null=True),
        _ref("case", "person_case", null=True),
        _big("at"),
        _plain("body"),
    )
    _room("looking", _ref("source", "source"), _ref("coder", "user_account"), _plain("state"))
    _room("succession", _bytes("code", 16, index=True), _ref("into", "code"), _plain("how"))
    _room("account_act", _ref("user", "user_account"), _plain("what"))
    _room("team_rule", _plain("name"), _plain("value"))
    op.add_column("code_version", sa.Column("source", _NUMBER))
    op.create_index("ix_code_version_source", "code_version", ["source"])
    _signing_in()


def _signing_in() -> None:
    op.create_table(
        "session",
        _bytes("id", 16, primary_key=True),
        _bytes("token_hash", 32, unique=True),
        _bytes("user", 16, index=True),
        _plain("role"),
        _plain("how"),
        _plain("agent"),
        _big("begun"),
        _big("seen"),
        sa.Column("rose", sa.Boolean, nullable=False),
        sa.Column("locked", sa.Boolean, nullable=False),
        _big("ended", null=True),
    )
    op.create_table(
        "attempt",
        _bytes("id", 16, primary_key=True),
        _bytes("mark", 16, index=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("wrong", sa.Boolean, nullable=False),
    )
    op.create_table(
        "sign_in",
        sa.Column("no", _NUMBER, primary_key=True),
        _bytes("user", 16, null=True),
        _big("at"),
        _plain("how"),
        _plain("outcome"),
        _bytes("place", 16, null=True),
    )
    op.create_table(
        "invitation",
        _bytes("id", 16, primary_key=True),
        _bytes("token_hash", 32, unique=True),
        _bytes("user", 16, index=True),
        _bytes("by", 16),
        _big("made"),
        _big("expires"),
        _big("accepted", null=True),
        _big("withdrawn", null=True),
    )
    op.create_table(
        "second_factor",
        _bytes("user", 16, primary_key=True),
        _bytes("secret", None, null=True),
        _bytes("pending", None, null=True),
        _big("last_step"),
        _big("since", null=True),
    )
    op.create_table(
        "recovery_code",
        _bytes("hash", 32, primary_key=True),
        _bytes("user", 16, index=True),
        _big("used", null=True),
    )
    op.create_table("preference", _bytes("user", 16, primary_key=True), _plain("choices"))
