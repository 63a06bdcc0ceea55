"""Pages that the app is on, so that Meta tells of the comments on their accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "hooks",
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("connection_id", sa.String(length=32), nullable=True),
        sa.Column("page_id", sa.String(length=64), nullable=True),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("lack", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_hooks_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_hooks_workspace_id")),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_hooks")),
    )
    op.create_index("ix_hooks_next", "hooks", ["next_at"])
    op.create_index("ix_hooks_connection", "hooks", ["connection_id"])


def downgrade() -> None:
    """Change it back."""
    op.drop_table("hooks")
