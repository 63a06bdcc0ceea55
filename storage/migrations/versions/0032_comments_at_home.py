"""Comments with a keyword that nobody looks after are found, and those that somebody does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_OPEN_ALARM = sa.text("alarmed_at IS NOT NULL AND assigned_to IS NULL AND finished_at IS NULL")
_IN_HANDS = sa.text("assigned_to IS NOT NULL AND finished_at IS NULL")


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("comments", sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_comments_nobodys",
        "comments",
        ["workspace_id", "asset_id"],
        sqlite_where=_OPEN_ALARM,
        postgresql_where=_OPEN_ALARM,
    )
    op.create_index(
        "ix_comments_in_hands",
        "comments",
        ["workspace_id", "assigned_to"],
        sqlite_where=_IN_HANDS,
        postgresql_where=_IN_HANDS,
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_comments_in_hands", table_name="comments")
    op.drop_index("ix_comments_nobodys", table_name="comments")
    op.drop_column("comments", "alarmed_at")
