"""What ends soon is found for whoever asked for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_TERMED = sa.text("until IS NOT NULL")


def upgrade() -> None:
    """Change the schema forward."""
    op.create_index(
        "ix_requests_until",
        "requests",
        ["workspace_id", "asked_by", "until"],
        sqlite_where=_TERMED,
        postgresql_where=_TERMED,
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_requests_until", "requests")
