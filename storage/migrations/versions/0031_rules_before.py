"""By what rules accounts were heard before wider ones, and when what lies behind a mark was read again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("assets", sa.Column("rules_before", sa.JSON(), nullable=True))
    op.add_column("comment_marks", sa.Column("whole_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change it back."""
    op.drop_column("comment_marks", "whole_at")
    op.drop_column("assets", "rules_before")
