"""What a campaign's channel is told of comments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_UNPOSTED = sa.text("ts IS NULL")
_UNPOSTED_NEWS = sa.text("ts IS NULL AND kind = 'news'")
_UNTOLD = sa.text("told_in IS NULL")


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "comment_notes",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shown_version", sa.Integer(), nullable=False),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_comment_notes_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_notes_workspace_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_comment_notes")),
    )
    op.create_index(
        "uq_comment_notes_unposted",
        "comment_notes",
        ["asset_id"],
        unique=True,
        sqlite_where=_UNPOSTED_NEWS,
        postgresql_where=_UNPOSTED_NEWS,
    )
    op.create_index(
        "ix_comment_notes_sweep", "comment_notes", ["sweep_at"], sqlite_where=_UNPOSTED, postgresql_where=_UNPOSTED
    )
    op.create_index("ix_comment_notes_asset", "comment_notes", ["asset_id", "created_at"])
    op.create_table(
        "comment_rules",
        sa.Column("campaign_id", sa.String(length=32), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_comment_rules_campaign_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_rules_workspace_id")),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_comment_rules")),
    )
    op.create_table(
        "comment_posts",
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("media_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("permalink", sa.String(length=500), nullable=True),
        sa.Column("caption", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_comment_posts_asset_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_comment_posts_workspace_id")),
        sa.PrimaryKeyConstraint("asset_id", "media_id", name=op.f("pk_comment_posts")),
    )
    with op.batch_alter_table("comments") as comments:
        comments.add_column(sa.Column("told_in", sa.String(length=80), nullable=True))
    op.create_index(
        "ix_comments_untold", "comments", ["asset_id", "heard_at"], sqlite_where=_UNTOLD, postgresql_where=_UNTOLD
    )


def downgrade() -> None:
    """Change it back."""
    op.drop_index("ix_comments_untold", table_name="comments")
    with op.batch_alter_table("comments") as comments:
        comments.drop_column("told_in")
    op.drop_table("comment_posts")
    op.drop_table("comment_rules")
    op.drop_table("comment_notes")
