"""What is known of Meta's limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "budgets",
        sa.Column("bucket", sa.String(length=160), nullable=False),
        sa.Column("used", sa.Float(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_seconds", sa.Float(), nullable=False),
        sa.Column("rise", sa.Float(), nullable=False),
        sa.Column("tight_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifts_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_budgets")),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_table("budgets")
