"""Comments on posts of Facebook Pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("is_on_facebook", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_hooks_page", "hooks", ["page_id"])


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_hooks_page", table_name="hooks")
    with op.batch_alter_table("comments") as comments:
        comments.drop_column("is_on_facebook")
