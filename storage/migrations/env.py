"""Where Alembic meets our tables. The engine is given by `storage.migrate`; nothing is read from the environment."""

from __future__ import annotations

from alembic import context

import storage.batches
import storage.budgets
import storage.codes
import storage.comment_deeds
import storage.comment_notes
import storage.comments
import storage.digests
import storage.homes
import storage.hooks
import storage.influencers
import storage.letters
import storage.logins
import storage.names
import storage.roles
import storage.sign_offs
import storage.steps
import storage.tags  # noqa: F401 - these tables belong to the schema as well
from storage.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
