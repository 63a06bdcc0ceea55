"""Steps of workflows are carried out, and told how they ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "steps",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("sealed_token", sa.Text(), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=True),
        sa.Column("end_state", sa.String(length=16), nullable=True),
        sa.Column("end_words", sa.Text(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_steps_request_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_steps_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
    )
    asked = sa.text("stage = 'asked'")
    op.create_index("ix_steps_request", "steps", ["request_id"], sqlite_where=asked, postgresql_where=asked)
    op.create_index("ix_steps_sweep", "steps", ["stage", "sweep_at"])


def downgrade() -> None:
    """Change it back."""
    op.drop_table("steps")
