"""Letters to creators and the addresses they go to; a workspace's own template; how the messages of a list travel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_words", sa.Text(), nullable=True),
        sa.Column("masked_address", sa.String(length=80), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("try_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_key", sa.String(length=80), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_letters_request_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_letters_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index("uq_letters_purpose", "letters", ["request_id", "purpose"], unique=True)
    sending = sa.text("state = 'sending'")
    op.create_index("ix_letters_sending", "letters", ["sweep_at"], sqlite_where=sending, postgresql_where=sending)
    op.create_table(
        "addresses",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("creator_username", sa.String(length=64), nullable=False),
        sa.Column("creator_ig_id", sa.String(length=64), nullable=True),
        sa.Column("sealed_address", sa.Text(), nullable=False),
        sa.Column("kept_by", sa.String(length=64), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_addresses_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "creator_username", name=op.f("pk_addresses")),
    )
    op.add_column("workspaces", sa.Column("template", sa.Text(), nullable=True))
    op.add_column("batches", sa.Column("sender", sa.String(length=120), nullable=False, server_default=""))
    op.add_column("batches", sa.Column("by_mail", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Change it back."""
    op.drop_column("batches", "by_mail")
    op.drop_column("batches", "sender")
    op.drop_column("workspaces", "template")
    op.drop_table("addresses")
    op.drop_index("ix_letters_sending", table_name="letters")
    op.drop_index("uq_letters_purpose", table_name="letters")
    op.drop_table("letters")
