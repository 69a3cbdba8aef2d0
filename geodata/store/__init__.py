"""Published areas, observations and registers of any number of countries, and documents of their users.

They are in SQLite or PostgreSQL.

This is the one place that speaks SQL for areas, observations and registers.
"""

from geodata.store.errors import StaleDocumentError, StaleRegisterError, StoreError
from geodata.store.records import DatasetInfo, DisplayLayer, Document
from geodata.store.store import Store
from geodata.store.writer import Writer

__all__ = [
    "DatasetInfo",
    "DisplayLayer",
    "Document",
    "StaleDocumentError",
    "StaleRegisterError",
    "Store",
    "StoreError",
    "Writer",
]
