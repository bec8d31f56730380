"""Run the revisions on the connection, and inside the transaction, that migrating.py passes in."""

from __future__ import annotations

from alembic import context

from nianbao.records.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
context.run_migrations()
