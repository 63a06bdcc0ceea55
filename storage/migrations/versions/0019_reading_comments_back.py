"""When comments are read back, and how far that was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "comment_reads",
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_comment_reads_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_reads_workspace_id")),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_comment_reads")),
    )
    op.create_table(
        "comment_marks",
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("media_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_comment_marks_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_marks_workspace_id")),
        sa.PrimaryKeyConstraint("asset_id", "media_id", name=op.f("pk_comment_marks")),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_table("comment_marks")
    op.drop_table("comment_reads")
