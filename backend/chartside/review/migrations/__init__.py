"""How the tables of the record came to be; Alembic runs what a database has not seen."""
