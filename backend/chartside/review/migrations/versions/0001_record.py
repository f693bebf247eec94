"""The first tables of the record."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("encounter", sa.String(40)),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
    )
    op.create_index("event_encounter", "event", ["encounter"])
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
    )
    op.create_table(
        "coder",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("person", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "encounter",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("coder", sa.String(40), nullable=False),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("setting", sa.String(12), nullable=False),
        sa.Column("day", sa.String(10)),
        sa.Column("mode", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("code_set", sa.String(60), nullable=False),
        sa.Column("engine", sa.String(40), nullable=False),
        sa.Column("rules", sa.String(64), nullable=False),
        sa.Column("weights", sa.String(64), nullable=False),
        sa.Column("note_digest", sa.String(64), nullable=False),
        sa.Column("note_characters", sa.Integer, nullable=False),
        sa.Column("readings", sa.Integer, nullable=False),
        sa.Column("opened_at", sa.String(32), nullable=False),
        sa.Column("first_action_at", sa.String(32)),
        sa.Column("finalized_at", sa.String(32)),
        sa.Column("finalized_by", sa.String(40)),
        sa.Column("active_seconds", sa.Float, nullable=False),
    )
    op.create_index("encounter_coder_opened", "encounter", ["coder", "opened_at"])
    op.create_index("encounter_opened", "encounter", ["opened_at"])
    op.create_table(
        "suggestion",
        sa.Column("encounter", sa.String(40), sa.ForeignKey("encounter.id"), primary_key=True),
        sa.Column("code", sa.String(12), primary_key=True),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("tier", sa.String(12), nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("reading", sa.Integer, nullable=False),
    )
    op.create_table(
        "decision",
        sa.Column("encounter", sa.String(40), sa.ForeignKey("encounter.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("from_code", sa.String(12)),
        sa.Column("reason", sa.String(20)),
        sa.Column("coder", sa.String(40), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("undone", sa.Boolean, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
    )
    op.create_index("decision_code", "decision", ["code"])
    op.create_table(
        "sealed",
        sa.Column("id", sa.String(60), primary_key=True),
        sa.Column("encounter", sa.String(40), nullable=False),
        sa.Column("key_id", sa.String(16), nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
    )
    op.create_index("sealed_encounter", "sealed", ["encounter"])


def downgrade() -> None:
    """A record is never taken back."""
    raise NotImplementedError
