"""Which looks are under way, so that no more are begun than can be done soon."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    with op.batch_alter_table("profiles") as batch_op:
        batch_op.add_column(sa.Column("look_begun_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change it back."""
    with op.batch_alter_table("profiles") as batch_op:
        batch_op.drop_column("look_begun_at")
