"""The list of a whole business: which profiles it has, what it said of them, and whether it can be believed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("ways", sa.Column("business_id", sa.String(length=64), nullable=True))
    op.add_column("profiles", sa.Column("own_read_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("profiles", sa.Column("share_digest", sa.String(length=64), nullable=True))
    op.create_table(
        "business_lists",
        sa.Column("connection_id", sa.String(length=32), nullable=False),
        sa.Column("business_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_business_lists_connection_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_business_lists_workspace_id")),
        sa.PrimaryKeyConstraint("connection_id", "business_id", name=op.f("pk_business_lists")),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_table("business_lists")
    op.drop_column("profiles", "share_digest")
    op.drop_column("profiles", "own_read_at")
    op.drop_column("ways", "business_id")
