"""Tables of the archive: sources, what is said of them, their texts, places in texts."""

import sqlalchemy as sa

from relata.store import ref, room_table

_of_source = {"content_of": ("source",)}

source = room_table(
    "source",
    sa.Column("media_type", sa.String, nullable=False, info=_of_source),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.String, nullable=False, info=_of_source),
    sa.Column("origin", sa.String, nullable=False, info=_of_source),
    sa.Column("obtained", sa.BigInteger, nullable=False),
    sa.Column("blob", sa.LargeBinary(16)),
    sa.Column("blob_key", sa.LargeBinary(16)),
    sa.Column("blob_hash", sa.LargeBinary(32)),
    owners=("self",),
    identity=True,
)

description = room_table(
    "description",
    ref("source", "source"),
    sa.Column("title", sa.String, info=_of_source),
    sa.Column("author", sa.String, info=_of_source),
    sa.Column("publisher", sa.String, info=_of_source),
    sa.Column("date", sa.String, info=_of_source),
    sa.Column("date_from", sa.String, info=_of_source),
    sa.Column("language", sa.String, info=_of_source),
    sa.Column("kind", sa.String, nullable=False, info=_of_source),
    owners=("source",),
    single=("source",),
    conflict=("source",),
)

text = room_table(
    "text",
    ref("source", "source"),
    sa.Column("reader", sa.String, nullable=False, info=_of_source),
    sa.Column("characters", sa.Integer, nullable=False),
    sa.Column("layout", sa.LargeBinary, nullable=False, info=_of_source),
    sa.Column("blob", sa.LargeBinary(16)),
    sa.Column("blob_key", sa.LargeBinary(16)),
    sa.Column("blob_hash", sa.LargeBinary(32)),
    owners=("source",),
    identity=True,
)

passage = room_table(
    "passage",
    ref("source", "source"),
    ref("text", "text"),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("stop", sa.Integer, nullable=False),
    owners=("source",),
    identity=True,
    shared=True,
)

_of_both = {"content_of": ("source", "other")}

relation = room_table(
    "relation",
    ref("source", "source"),
    ref("other", "source"),
    sa.Column("kind", sa.String, nullable=False, info=_of_both),
    sa.Column("pairs", sa.LargeBinary, info=_of_both),
    owners=("source", "other"),
    single=("source", "other", "kind"),
    conflict=("source", "other", "kind"),
)
