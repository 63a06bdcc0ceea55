"""Digests by a plan, and what new campaigns begin with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("campaigns", sa.Column("digest_hour", sa.Time(), nullable=False, server_default="09:00:00"))
    op.add_column("campaigns", sa.Column("digest_weekday", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("campaigns", sa.Column("digest_at", _MOMENT, nullable=True))
    is_due = sa.text("digest_at IS NOT NULL")
    op.create_index("ix_campaigns_digest", "campaigns", ["digest_at"], sqlite_where=is_due, postgresql_where=is_due)
    op.add_column("workspaces", sa.Column("usual_rules", sa.JSON(), nullable=True))
    op.create_table(
        "digests",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("workspace_id", sa.String(32), nullable=False),
        sa.Column("campaign_id", sa.String(32), nullable=False),
        sa.Column("wanted_by", sa.String(64), nullable=True),
        sa.Column("since", _MOMENT, nullable=True),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("ts", sa.String(32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("sweep_at", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_digests_workspace_id"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_digests_campaign_id"),
        sa.PrimaryKeyConstraint("key", name="pk_digests"),
    )
    is_unposted = sa.text("ts IS NULL")
    op.create_index(
        "uq_digests_unposted",
        "digests",
        ["campaign_id"],
        unique=True,
        sqlite_where=is_unposted,
        postgresql_where=is_unposted,
    )
    op.create_index("ix_digests_sweep", "digests", ["sweep_at"], sqlite_where=is_unposted, postgresql_where=is_unposted)
    op.create_index("ix_digests_campaign", "digests", ["campaign_id", "until"])


def downgrade() -> None:
    """Change it back."""
    op.drop_table("digests")
    op.drop_column("workspaces", "usual_rules")
    op.drop_index("ix_campaigns_digest", "campaigns")
    for name in ("digest_at", "digest_weekday", "digest_hour"):
        op.drop_column("campaigns", name)
