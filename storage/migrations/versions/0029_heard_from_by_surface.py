"""From when on comments are taken in, on ads and on other posts apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward. `widened_at` was in no release: nothing older reads it."""
    with op.batch_alter_table("assets") as assets:
        assets.add_column(sa.Column("ads_from", sa.DateTime(timezone=True), nullable=True))
        assets.add_column(sa.Column("organic_from", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE assets SET ads_from = widened_at, organic_from = widened_at")
    op.drop_column("assets", "widened_at")


def downgrade() -> None:
    """Change it back: one moment for both, the later, for nobody agreed to what was written before."""
    with op.batch_alter_table("assets") as assets:
        assets.add_column(sa.Column("widened_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE assets SET widened_at ="
        " CASE WHEN ads_from > organic_from THEN ads_from ELSE COALESCE(organic_from, ads_from) END"
    )
    op.drop_column("assets", "organic_from")
    op.drop_column("assets", "ads_from")
