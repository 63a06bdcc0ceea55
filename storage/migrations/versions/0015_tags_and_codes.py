"""Rounds of tag approval, and ad codes with the campaigns that use them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "tag_rounds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("profile_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=True),
        sa.Column("wish", sa.String(length=16), nullable=False),
        sa.Column("applies_rest", sa.Boolean(), nullable=False),
        sa.Column("creators", sa.JSON(), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("view_id", sa.String(length=64), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_tag_rounds_workspace_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_tag_rounds_profile_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_tag_rounds_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_rounds")),
    )
    op.create_index("ix_tag_rounds_workspace", "tag_rounds", ["workspace_id", "begun_at"])
    op.create_table(
        "ad_codes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("post_key", sa.String(length=80), nullable=False),
        sa.Column("media_id", sa.String(length=64), nullable=True),
        sa.Column("permalink", sa.String(length=255), nullable=True),
        sa.Column("creator_ig_id", sa.String(length=64), nullable=True),
        sa.Column("creator_username", sa.String(length=64), nullable=False),
        sa.Column("profile_id", sa.String(length=32), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("sealed_code", sa.Text(), nullable=True),
        sa.Column("tail", sa.String(length=4), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("got_by", sa.String(length=64), nullable=False),
        sa.Column("got_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_ad_codes_workspace_id")),
        sa.ForeignKeyConstraint(["profile_id"], ["profiles.id"], name=op.f("fk_ad_codes_profile_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ad_codes")),
    )
    stands = sa.text("stage IN ('making', 'sent', 'unsure', 'live', 'deleting')")
    op.create_index(
        "uq_ad_codes_post",
        "ad_codes",
        ["workspace_id", "post_key"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_index("ix_ad_codes_creator", "ad_codes", ["workspace_id", "creator_ig_id"])
    op.create_table(
        "ad_code_uses",
        sa.Column("code_id", sa.String(length=32), nullable=False),
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code_id"], ["ad_codes.id"], name=op.f("fk_ad_code_uses_code_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_ad_code_uses_campaign_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_ad_code_uses_workspace_id")),
        sa.PrimaryKeyConstraint("code_id", "campaign_id", name=op.f("pk_ad_code_uses")),
    )
    op.create_index("ix_ad_code_uses_campaign_id", "ad_code_uses", ["campaign_id"])


def downgrade() -> None:
    """Change it back."""
    op.drop_table("ad_code_uses")
    op.drop_table("ad_codes")
    op.drop_table("tag_rounds")
