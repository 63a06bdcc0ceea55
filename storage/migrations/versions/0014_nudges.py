"""Nudges by a plan, and their text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("requests", sa.Column("nudges", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("requests", sa.Column("nudge_number", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("requests", sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("requests", sa.Column("is_handed_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("requests", sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("campaigns", sa.Column("nudge_template", sa.Text(), nullable=True))
    is_due = sa.text("nudge_at IS NOT NULL")
    op.create_index("ix_requests_nudge", "requests", ["nudge_at"], sqlite_where=is_due, postgresql_where=is_due)


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_requests_nudge", "requests")
    op.drop_column("campaigns", "nudge_template")
    for name in ("nudge_at", "is_handed_off", "nudged_at", "nudge_number", "nudges"):
        op.drop_column("requests", name)
