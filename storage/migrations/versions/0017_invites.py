"""Invites, influencer assets, and connections that are a creator's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BY_LOGIN = sa.text("source = 'login'")
STANDS = sa.text("ended_at IS NULL")


def _monitored() -> list[sa.Column[object]]:
    return [
        sa.Column("hears_ads", sa.Boolean(), nullable=False),
        sa.Column("hears_organic", sa.Boolean(), nullable=False),
        sa.Column("profile_ids", sa.JSON(), nullable=False),
        sa.Column("domains", sa.JSON(), nullable=False),
        sa.Column("link_contains", sa.String(length=100), nullable=False),
        sa.Column("caption_contains", sa.String(length=100), nullable=False),
    ]


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "invites",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("first_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_monitored(),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_invites_workspace_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_invites_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
    )
    op.create_index("uq_invites_digest", "invites", ["digest"], unique=True)
    op.create_index("ix_invites_campaign", "invites", ["campaign_id", "made_at"])
    op.create_table(
        "assets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("invite_id", sa.String(length=32), nullable=True),
        sa.Column("profile_id", sa.String(length=32), nullable=True),
        sa.Column("connection_id", sa.String(length=32), nullable=True),
        sa.Column("ig_id", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=16), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_monitored(),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_assets_workspace_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_assets_campaign_id")),
        sa.ForeignKeyConstraint(["invite_id"], ["invites.id"], name=op.f("fk_assets_invite_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_assets_profile_id")),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_assets_connection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
    )
    op.create_index(
        "uq_assets_account",
        "assets",
        ["campaign_id", "ig_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_index("ix_assets_account", "assets", ["workspace_id", "ig_id"])
    op.create_index("ix_assets_connection_id", "assets", ["connection_id"])
    op.create_index("ix_assets_end", "assets", ["ends_at"], sqlite_where=STANDS, postgresql_where=STANDS)
    with op.batch_alter_table("connections") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), server_default="owned", nullable=False))
        batch_op.drop_index("uq_connections_person")
        batch_op.create_index(
            "uq_connections_person",
            ["workspace_id", "meta_user_id", "kind"],
            unique=True,
            sqlite_where=BY_LOGIN,
            postgresql_where=BY_LOGIN,
        )
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.String(length=64), nullable=True)
        batch_op.add_column(sa.Column("invite_id", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("scopes", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Change it back; creators' connections and their sign-ins do not fit into what was before."""
    op.execute("DELETE FROM sign_ins WHERE person_id IS NULL")
    with op.batch_alter_table("sign_ins") as batch_op:
        batch_op.drop_column("scopes")
        batch_op.drop_column("invite_id")
        batch_op.alter_column("person_id", existing_type=sa.String(length=64), nullable=False)
    op.drop_table("assets")
    op.drop_table("invites")
    op.execute("DELETE FROM connections WHERE kind = 'influencer'")
    with op.batch_alter_table("connections") as batch_op:
        batch_op.drop_index("uq_connections_person")
        batch_op.create_index(
            "uq_connections_person",
            ["workspace_id", "meta_user_id"],
            unique=True,
            sqlite_where=BY_LOGIN,
            postgresql_where=BY_LOGIN,
        )
        batch_op.drop_column("kind")
