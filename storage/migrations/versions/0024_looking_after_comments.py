"""Who looks after a comment, and what is held back for undoing before it is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("assigned_to", sa.String(length=32), nullable=True))
        comments.add_column(sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("comment_deeds") as deeds:
        deeds.add_column(sa.Column("assigned_to", sa.String(length=32), nullable=True))
        deeds.add_column(sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Change it back."""
    with op.batch_alter_table("comment_deeds") as deeds:
        deeds.drop_column("leaves_at")
        deeds.drop_column("assigned_to")
    with op.batch_alter_table("comments") as comments:
        comments.drop_column("finished_at")
        comments.drop_column("assigned_to")
