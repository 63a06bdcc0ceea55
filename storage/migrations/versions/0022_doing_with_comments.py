"""What people do with comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_WANTED = sa.text("stage = 'wanted'")


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "comment_deeds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_comment_deeds_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_deeds_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_deeds")),
    )
    op.create_index(
        "uq_comment_deeds_wanted",
        "comment_deeds",
        ["asset_id", "comment_id"],
        unique=True,
        sqlite_where=_WANTED,
        postgresql_where=_WANTED,
    )
    op.create_index("ix_comment_deeds_comment", "comment_deeds", ["asset_id", "comment_id", "at"])
    op.create_index(
        "ix_comment_deeds_sweep", "comment_deeds", ["sweep_at"], sqlite_where=_WANTED, postgresql_where=_WANTED
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_table("comment_deeds")
