"""When the suggestions of a first pass were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; encounters of before have none."""
    op.add_column("encounter", sa.Column("revealed_at", sa.String(32)))


def downgrade() -> None:
    """A record is never taken back."""
    raise NotImplementedError
