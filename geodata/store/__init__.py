"""Published areas and observations of any number of countries, in SQLite or PostgreSQL.

This is the one place that speaks SQL for areas and observations.
"""

from geodata.store.errors import StoreError
from geodata.store.records import DatasetInfo, DisplayLayer
from geodata.store.store import Store
from geodata.store.writer import Writer

__all__ = ["DatasetInfo", "DisplayLayer", "Store", "StoreError", "Writer"]
