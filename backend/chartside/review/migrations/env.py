"""Runs migrations on the connection that `review/database.py` hands over."""

from alembic import context

from chartside.review.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
