"""Indexes that hold all that the statistics count."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("suggestion_counted", "suggestion", ["encounter", "reading", "tier", "code"])
    op.create_index(
        "decision_counted", "decision", ["encounter", "number", "undone", "kind", "code", "from_code"]
    )


def downgrade() -> None:
    """A record is never taken back."""
    raise NotImplementedError
