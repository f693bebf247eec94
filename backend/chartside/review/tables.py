"""The tables of the record. `event` is the truth and only grows; the others are folded from it."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("encounter", String(40)),
    Column("actor", String(80), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
    Index("event_encounter", "encounter"),
)
head = Table(
    "head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
)
coder = Table(
    "coder",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("person", Boolean, nullable=False),
    Column("added_at", String(32), nullable=False),
)
encounter = Table(
    "encounter",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("coder", String(40), nullable=False),
    Column("source", String(120), nullable=False),
    Column("setting", String(12), nullable=False),
    Column("day", String(10)),
    Column("mode", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    Column("code_set", String(60), nullable=False),
    Column("engine", String(40), nullable=False),
    Column("rules", String(64), nullable=False),
    Column("weights", String(64), nullable=False),
    Column("note_digest", String(64), nullable=False),
    Column("note_characters", Integer, nullable=False),
    Column("readings", Integer, nullable=False),
    Column("opened_at", String(32), nullable=False),
    Column("first_action_at", String(32)),
    Column("finalized_at", String(32)),
    Column("finalized_by", String(40)),
    Column("active_seconds", Float, nullable=False),
    Column("revealed_at", String(32)),
    Index("encounter_coder_opened", "coder", "opened_at"),
    Index("encounter_opened", "opened_at"),
)
suggestion = Table(
    "suggestion",
    metadata,
    Column("encounter", String(40), ForeignKey("encounter.id"), primary_key=True),
    Column("code", String(12), primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("tier", String(12), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reading", Integer, nullable=False),
    Index("suggestion_counted", "encounter", "reading", "tier", "code"),
)
decision = Table(
    "decision",
    metadata,
    Column("encounter", String(40), ForeignKey("encounter.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(8), nullable=False),
    Column("code", String(12), nullable=False),
    Column("from_code", String(12)),
    Column("reason", String(20)),
    Column("coder", String(40), nullable=False),
    Column("at", String(32), nullable=False),
    Column("undone", Boolean, nullable=False),
    Column("shown", Boolean, nullable=False),
    Index("decision_code", "code"),
    Index("decision_counted", "encounter", "number", "undone", "kind", "code", "from_code"),
)
sealed = Table(
    "sealed",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("encounter", String(40), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("blob", LargeBinary, nullable=False),
    Index("sealed_encounter", "encounter"),
)
passing = Table(
    "passing",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("ends", Float(53), nullable=False),
    Column("mac", String(64), nullable=False),
)
"""What is good for a while; no part of the ledger, see `chartside.review.passing`."""
FOLDED = {table.name: table for table in (coder, encounter, suggestion, decision)}
"""The tables that are made from events."""
