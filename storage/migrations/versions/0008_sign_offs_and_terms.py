"""Sign-off by a second person, a while for undoing, terms of use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_BEFORE = ("queued", "checking", "waiting", "unsure", "approved", "declined", "cancelled", "revoked", "failed")
_AFTER = ("signing", *_BEFORE, "unsigned")
_LIVE_BEFORE = ("queued", "checking", "waiting", "unsure", "approved")
_LIVE_AFTER = ("signing", *_LIVE_BEFORE)


def upgrade() -> None:
    """Change the schema forward."""
    is_open, is_termed = sa.text("stage = 'open'"), sa.text("term_at IS NOT NULL")
    op.create_table(
        "sign_offs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("batch_id", sa.String(length=32), nullable=True),
        sa.Column("matter", sa.String(length=16), nullable=False),
        sa.Column("content", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("(request_id IS NULL) <> (batch_id IS NULL)", name=op.f("ck_sign_offs_about_one_thing")),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_sign_offs_batch_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_sign_offs_campaign_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_sign_offs_request_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_sign_offs_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_offs")),
    )
    for name, column in (("uq_sign_offs_open_request", "request_id"), ("uq_sign_offs_open_batch", "batch_id")):
        op.create_index(name, "sign_offs", [column], unique=True, sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("ix_sign_offs_due", "sign_offs", ["stage", "expires_at"])
    for table, added in _columns().items():
        for each in added:
            op.add_column(table, each)
    op.create_index("ix_requests_term", "requests", ["term_at"], sqlite_where=is_termed, postgresql_where=is_termed)
    _allow(_AFTER, live=_LIVE_AFTER)


def downgrade() -> None:
    """Change it back: what waits for a second person, or was not signed, was not sent, and counts as cancelled."""
    op.execute("UPDATE requests SET state = 'cancelled' WHERE state IN ('signing', 'unsigned')")
    _allow(_BEFORE, live=_LIVE_BEFORE)
    op.drop_index("ix_requests_term", "requests")
    for table, added in _columns().items():
        for each in added:
            op.drop_column(table, each.name)
    op.drop_table("sign_offs")


def _columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "requests": [
            sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("sign_off_id", sa.String(length=32), nullable=True),
            sa.Column("until", sa.Date(), nullable=True),
            sa.Column("term_set_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("term_told", sa.Integer(), nullable=True),
            sa.Column("term_at", sa.DateTime(timezone=True), nullable=True),
        ],
        "batches": [
            sa.Column("sign_off_id", sa.String(length=32), nullable=True),
            sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("undone_by", sa.String(length=64), nullable=True),
            sa.Column("end_words", sa.Text(), nullable=True),
        ],
    }


def _allow(states: Sequence[str], *, live: Sequence[str]) -> None:
    """Say which states there are, and in which of them a request is the only one of its creator."""
    is_live = sa.text("state IN ({})".format(", ".join(f"'{state}'" for state in live)))
    is_known = "state IN ({})".format(",".join(f"'{state}'" for state in states))
    for name in ("uq_requests_live_handle", "uq_requests_live_ig"):
        op.drop_index(name, "requests")
    with op.batch_alter_table("requests", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_requests_state"), type_="check")
        batch_op.create_check_constraint(op.f("ck_requests_state"), is_known)
    for name, column in (("uq_requests_live_handle", "creator_username"), ("uq_requests_live_ig", "creator_ig_id")):
        op.create_index(
            name, "requests", ["profile_id", column], unique=True, sqlite_where=is_live, postgresql_where=is_live
        )
