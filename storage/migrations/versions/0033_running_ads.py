"""Ads that were found to run with creators' posts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "running_ads",
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("ad_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("post_id", sa.String(length=64), nullable=False),
        sa.Column("media_id", sa.String(length=64), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_running_ads_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_running_ads_workspace_id")),
        sa.PrimaryKeyConstraint("asset_id", "ad_id", name=op.f("pk_running_ads")),
    )
    op.add_column("comment_reads", sa.Column("ads_sought_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change it back."""
    op.drop_column("comment_reads", "ads_sought_at")
    op.drop_table("running_ads")
