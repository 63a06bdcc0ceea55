"""Roles of people and user groups; the rules of campaigns, and how their channels stand."""

from __future__ import annotations

import uuid
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TOLD = '["approved", "declined", "revoked", "failed"]'
_CAMPAIGNS = sa.table(
    "campaigns",
    sa.column("id", sa.String()),
    sa.column("workspace_id", sa.String()),
    sa.column("asker_ids", sa.JSON()),
    sa.column("everybody", sa.String()),
    sa.column("created_by", sa.String()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_ROLES = sa.table(
    "roles",
    *(sa.column(name, sa.String()) for name in ("id", "workspace_id", "campaign_id", "holder_id", "role", "given_by")),
    sa.column("given_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "roles",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=True),
        sa.Column("holder_id", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("given_by", sa.String(length=64), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('viewer','requester','manager','admin')", name=op.f("ck_roles_role")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_roles_campaign_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_roles_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    for name, place, where in (
        ("uq_roles_campaign_holder", "campaign_id", "campaign_id IS NOT NULL"),
        ("uq_roles_workspace_holder", "workspace_id", "campaign_id IS NULL"),
    ):
        condition = sa.text(where)
        op.create_index(
            name, "roles", [place, "holder_id"], unique=True, sqlite_where=condition, postgresql_where=condition
        )
    op.add_column(
        "workspaces", sa.Column("everybody", sa.String(length=16), nullable=False, server_default="requester")
    )
    for column in _columns():
        op.add_column("campaigns", column)
    _give_roles()
    op.drop_column("campaigns", "asker_ids")


def downgrade() -> None:
    """Change it back: who was named to ask is known from the roles."""
    op.add_column("campaigns", sa.Column("asker_ids", sa.JSON(), nullable=False, server_default="[]"))
    _name_askers()
    for column in _columns():
        op.drop_column("campaigns", column.name)
    op.drop_column("workspaces", "everybody")
    op.drop_table("roles")


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("everybody", sa.String(length=16), nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("channel_state", sa.String(length=16), nullable=False, server_default="open"),
        sa.Column("is_shared", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("told_states", sa.JSON(), nullable=False, server_default=_TOLD),
        sa.Column("mentions_asker", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("nudge_days", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("zone", sa.String(length=64), nullable=False, server_default="UTC"),
        sa.Column("quiet_begins", sa.Time(), nullable=False, server_default="00:00:00"),
        sa.Column("quiet_ends", sa.Time(), nullable=False, server_default="00:00:00"),
        sa.Column("weekdays_off", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("signed_matters", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("undo_seconds", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("term_days", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=16), nullable=False, server_default="off"),
    ]


def _give_roles() -> None:
    """Who made a campaign manages it. Where it names who may ask, those ask, and everybody else reads along."""
    connection = op.get_bind()
    for campaign in connection.execute(sa.select(_CAMPAIGNS)).mappings().all():
        roles = dict.fromkeys(campaign["asker_ids"], "requester") | {campaign["created_by"]: "manager"}
        connection.execute(
            _ROLES.insert(),
            [
                {
                    "id": uuid.uuid4().hex,
                    "workspace_id": campaign["workspace_id"],
                    "campaign_id": campaign["id"],
                    "holder_id": holder,
                    "role": role,
                    "given_by": campaign["created_by"],
                    "given_at": campaign["created_at"],
                }
                for holder, role in roles.items()
            ],
        )
        if campaign["asker_ids"]:
            only_named = _CAMPAIGNS.update().where(_CAMPAIGNS.c.id == campaign["id"])
            connection.execute(only_named.values(everybody="viewer"))


def _name_askers() -> None:
    """Name again who may ask, where not everybody may."""
    connection = op.get_bind()
    for campaign in (
        connection.execute(sa.select(_CAMPAIGNS).where(_CAMPAIGNS.c.everybody == "viewer")).mappings().all()
    ):
        may_ask = sa.select(_ROLES.c.holder_id).where(
            _ROLES.c.campaign_id == campaign["id"], _ROLES.c.role.in_(("requester", "manager", "admin"))
        )
        named = [holder for holder in connection.scalars(may_ask) if not holder.startswith("S")]
        connection.execute(_CAMPAIGNS.update().where(_CAMPAIGNS.c.id == campaign["id"]).values(asker_ids=named))
