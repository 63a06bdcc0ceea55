"""From when on a creator's Page may be read back again, where Meta wants fewer calls there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("comment_reads", sa.Column("page_from", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change it back."""
    op.drop_column("comment_reads", "page_from")
