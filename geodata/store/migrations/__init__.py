"""Alembic migrations of the store, run by ``geodata.store.schema``."""
