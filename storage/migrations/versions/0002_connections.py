"""Connections, and what signing in with Facebook needs.

Each stored token becomes a connection of its own, pasted; a profile keeps the token in use, for processes of the version
before that run beside new ones during an upgrade.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "connections",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("meta_user_id", sa.String(length=64), nullable=True),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sealed_token", sa.Text(), nullable=False),
        sa.Column("life", sa.String(length=16), nullable=False),
        sa.Column("dead_words", sa.Text(), nullable=True),
        sa.Column("scopes", sa.JSON(), nullable=True),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("data_access_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_by", sa.String(length=64), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_by", sa.String(length=64), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_checks", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_connections_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_connections")),
    )
    with op.batch_alter_table("connections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connections_next_check_at"), ["next_check_at"], unique=False)
        batch_op.create_index("ix_connections_meta_user", ["meta_user_id"], unique=False)
        batch_op.create_index(
            "uq_connections_person",
            ["workspace_id", "meta_user_id"],
            unique=True,
            sqlite_where=sa.text("source = 'login'"),
            postgresql_where=sa.text("source = 'login'"),
        )

    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=16), server_default="instagram", nullable=False))
        batch_op.add_column(sa.Column("connection_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_profiles_connection_id"), "connections", ["connection_id"], ["id"])

    op.create_table(
        "ways",
        sa.Column("profile_id", sa.String(length=32), nullable=False),
        sa.Column("connection_id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=True),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["connection_id"], ["connections.id"], name=op.f("fk_ways_connection_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_ways_profile_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_ways_workspace_id")),
        sa.PrimaryKeyConstraint("profile_id", "connection_id", name=op.f("pk_ways")),
    )
    with op.batch_alter_table("ways", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ways_connection_id"), ["connection_id"], unique=False)

    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=False),
        sa.Column("profile_id", sa.String(length=32), nullable=True),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("sealed_token", sa.Text(), nullable=True),
        sa.Column("login", sa.JSON(), nullable=True),
        sa.Column("accounts", sa.JSON(), nullable=True),
        sa.Column("connected", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_sign_ins_profile_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_sign_ins_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "notices",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.String(length=64), nullable=True),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_notices_workspace_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notices_unsent",
            ["sweep_at"],
            unique=False,
            sqlite_where=sa.text("ts IS NULL"),
            postgresql_where=sa.text("ts IS NULL"),
        )
    _connect_what_is_there()


def _connect_what_is_there() -> None:
    """Make a connection of each stored token, named as its profile."""
    op.execute(
        "INSERT INTO connections (id, workspace_id, source, name, sealed_token, life, targets, granted_at, next_check_at,"
        " failed_checks)"
        " SELECT id, workspace_id, 'pasted', '', sealed_token, 'alive', '{}', created_at, created_at, 0 FROM profiles"
    )
    op.execute("INSERT INTO ways (profile_id, connection_id, workspace_id) SELECT id, id, workspace_id FROM profiles")
    op.execute("UPDATE profiles SET connection_id = id")


def downgrade() -> None:
    """Change it back."""
    op.drop_table("notices")
    op.drop_table("sign_ins")
    op.drop_table("ways")
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_profiles_connection_id"), type_="foreignkey")
        batch_op.drop_column("connection_id")
        batch_op.drop_column("kind")
    op.drop_table("connections")
