"""A comment that was deleted still counts as hidden if it was; and whose it was is found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_SIGNED = sa.text("author_id IS NOT NULL")


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("comments", sa.Column("went_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_comments_author", "comments", ["author_id"], sqlite_where=_SIGNED, postgresql_where=_SIGNED)


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_comments_author", table_name="comments")
    op.drop_column("comments", "went_hidden")
