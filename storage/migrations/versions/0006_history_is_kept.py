"""History cannot be altered, and the names in it can be erased; what reports read in order has an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AUDIT = sa.table(
    "audit",
    *(sa.column(name, sa.String()) for name in ("id", "workspace_id", "tag", "subject_id")),
    sa.column("after", sa.JSON()),
    sa.column("labels", sa.JSON()),
)
_CONNECTIONS = sa.table(
    "connections", *(sa.column(name, sa.String()) for name in ("id", "workspace_id", "name", "meta_user_id"))
)
_NAMES = sa.table(
    "names", *(sa.column(name, sa.String()) for name in ("workspace_id", "subject_id", "name", "meta_user_id"))
)
_REFUSAL = "history is never altered: the table audit only grows"
_REFUSE = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
_THERE = "EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)"
_SQLITE = {
    "audit_not_updated": f"BEFORE UPDATE ON audit {_REFUSE}",
    "audit_not_deleted": f"BEFORE DELETE ON audit {_REFUSE}",
    # INSERT OR REPLACE deletes without calling the trigger above.
    "audit_not_replaced": f"BEFORE INSERT ON audit WHEN {_THERE} {_REFUSE}",
}
_POSTGRESQL = {
    "audit_not_altered": "BEFORE UPDATE OR DELETE ON audit FOR EACH ROW",
    "audit_not_emptied": "BEFORE TRUNCATE ON audit FOR EACH STATEMENT",
}


def upgrade() -> None:
    """Change the schema forward."""
    op.create_table(
        "names",
        sa.Column("workspace_id", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=True),
        sa.Column("meta_user_id", sa.String(length=64), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_names_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "subject_id", name=op.f("pk_names")),
    )
    op.create_index("ix_names_meta_user", "names", ["meta_user_id"])
    op.create_index("ix_requests_asked", "requests", ["workspace_id", "asked_at"])
    _take_names_out()
    if op.get_bind().dialect.name == "sqlite":
        for name, rule in _SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {rule}")
        return
    op.execute(
        "CREATE FUNCTION refuse_to_alter_history() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    for name, rule in _POSTGRESQL.items():
        op.execute(f"CREATE TRIGGER {name} {rule} EXECUTE FUNCTION refuse_to_alter_history()")


def downgrade() -> None:
    """Change it back; names stay out of the history."""
    if op.get_bind().dialect.name == "sqlite":
        for name in _SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name in _POSTGRESQL:
            op.execute(f"DROP TRIGGER {name} ON audit")
        op.execute("DROP FUNCTION refuse_to_alter_history()")
    op.drop_index("ix_requests_asked", table_name="requests")
    op.drop_index("ix_names_meta_user", table_name="names")
    op.drop_table("names")


def _take_names_out() -> None:
    """Have history name logins by their ids: the names of people at Meta go where they can be erased."""
    bind = op.get_bind()
    known = {}
    for row in bind.execute(sa.select(_CONNECTIONS)).mappings():
        known[row["workspace_id"], row["id"]] = (row["name"], row["meta_user_id"])
    of_logins = sa.or_(_AUDIT.c.tag.like("%:profile:%"), _AUDIT.c.tag.like("%:connection:%"))
    for row in bind.execute(sa.select(_AUDIT).where(of_logins)).mappings().all():
        if "login" not in row["labels"]:
            continue
        connection_id = row["after"].get("connection") or row["subject_id"]
        known.setdefault((row["workspace_id"], connection_id), (row["labels"]["login"], None))
        labels = row["labels"] | {"login": connection_id}
        bind.execute(_AUDIT.update().where(_AUDIT.c.id == row["id"]).values(labels=labels))
    for (workspace_id, connection_id), (name, meta_user_id) in known.items():
        bind.execute(
            _NAMES.insert().values(
                workspace_id=workspace_id, subject_id=connection_id, name=name, meta_user_id=meta_user_id
            )
        )
