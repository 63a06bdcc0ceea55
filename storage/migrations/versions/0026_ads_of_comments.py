"""What was read of ads that comments stand under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "comment_ads",
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("media_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("brand_ig_id", sa.String(length=64), nullable=True),
        sa.Column("links", sa.JSON(), nullable=True),
        sa.Column("caption", sa.Text(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_comment_ads_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_ads_workspace_id")),
        sa.PrimaryKeyConstraint("asset_id", "media_id", name=op.f("pk_comment_ads")),
    )
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("ad_title", sa.String(length=255), nullable=True))


def downgrade() -> None:
    """Change it back."""
    with op.batch_alter_table("comments") as comments:
        comments.drop_column("ad_title")
    op.drop_table("comment_ads")
