"""Lists are read along indexes; handles that creators have given up are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_requests_changed": ("workspace_id", "changed_at", "id"),
    "ix_requests_state": ("workspace_id", "state", "changed_at", "id"),
    "ix_requests_asker": ("workspace_id", "asked_by", "state", "changed_at", "id"),
    "ix_requests_campaign_changed": ("campaign_id", "changed_at", "id"),
    "ix_requests_profile_changed": ("profile_id", "changed_at", "id"),
    "ix_requests_creator": ("workspace_id", "creator_username", "creator_ig_id"),
    "ix_requests_account": ("workspace_id", "creator_ig_id"),
}


def upgrade() -> None:
    """Change the schema forward."""
    op.add_column("requests", sa.Column("other_ig_id", sa.String(length=64), nullable=True))
    for name, columns in _INDEXES.items():
        op.create_index(name, "requests", list(columns))
    op.drop_index("ix_requests_workspace_state", "requests")
    op.create_table(
        "former_handles",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("ig_id", sa.String(length=64), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_former_handles_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "username", "ig_id", name=op.f("pk_former_handles")),
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_table("former_handles")
    op.create_index("ix_requests_workspace_state", "requests", ["workspace_id", "state"])
    for name in _INDEXES:
        op.drop_index(name, "requests")
    op.drop_column("requests", "other_ig_id")
