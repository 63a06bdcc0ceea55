"""For how many days a workspace keeps comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.add_column(sa.Column("comment_days", sa.Integer(), server_default="90", nullable=False))


def downgrade() -> None:
    """Change it back."""
    with op.batch_alter_table("workspaces") as workspaces:
        workspaces.drop_column("comment_days")
