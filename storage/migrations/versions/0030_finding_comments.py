"""Indexes for what is asked of comments again and again: what is over, what waits, and what stands where."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_OPEN = sa.text("reading = 'open'")
_ORIGINAL = sa.text("original_media_id IS NOT NULL")
_TOLD = sa.text("told_in IS NOT NULL")
_OUTDATED = sa.text("ts IS NOT NULL AND shown_version < version")


def upgrade() -> None:
    """Change the schema forward."""
    op.drop_index("ix_comments_heard", table_name="comments")
    op.create_index("ix_comments_heard", "comments", ["workspace_id", "heard_at"])
    op.create_index("ix_comments_told", "comments", ["told_in"], sqlite_where=_TOLD, postgresql_where=_TOLD)
    op.create_index("ix_comments_media", "comments", ["asset_id", "media_id"])
    op.create_index(
        "ix_comments_original",
        "comments",
        ["asset_id", "original_media_id"],
        sqlite_where=_ORIGINAL,
        postgresql_where=_ORIGINAL,
    )
    op.create_index("ix_comments_open", "comments", ["asset_id"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.create_index(
        "ix_comment_notes_outdated",
        "comment_notes",
        ["sweep_at"],
        sqlite_where=_OUTDATED,
        postgresql_where=_OUTDATED,
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_comment_notes_outdated", table_name="comment_notes")
    for name in ("open", "original", "media", "told", "heard"):
        op.drop_index(f"ix_comments_{name}", table_name="comments")
    op.create_index("ix_comments_heard", "comments", ["heard_at"])
