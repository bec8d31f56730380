"""Alembic revisions of the records: how older databases become the one that schema.py describes."""
