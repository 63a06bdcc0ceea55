"""Since when more is monitored of an influencer asset."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    with op.batch_alter_table("assets") as assets:
        assets.add_column(sa.Column("widened_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change it back."""
    with op.batch_alter_table("assets") as assets:
        assets.drop_column("widened_at")
