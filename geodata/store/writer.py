"""The writing side of the store: one transaction, everything or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata.store import audit, boundaries, datasets, observations
from geodata.store.audit import Author
from geodata.store.errors import StoreError
from geodata.store.records import DatasetInfo, DisplayLayer


@dataclass(frozen=True)
class Writer:
    """What may be written, within the transaction of :meth:`Store.writing`; each act is in the audit log."""

    connection: sa.Connection
    author: Author

    def install_country(self, code: str, *, activate: bool = True) -> None:
        """Add a country; one that is installed already stays as it is."""
        if not datasets.is_installed(self.connection, code):
            datasets.add_country(self.connection, code, self.author.at)
            self._record("install", country=code, subject=f"country {code}")
        if activate:
            self.activate(code)

    def activate(self, code: str) -> None:
        """Make an installed country the one that pages and commands show.

        Raises:
            StoreError: it is not installed.
        """
        self._require_installed(code)
        if datasets.active_country(self.connection) != code:
            datasets.set_active(self.connection, code)
            self._record("activate", country=code, subject=f"country {code}")

    def publish_areas(
        self, country: str, areas: gpd.GeoDataFrame, info: DatasetInfo, display: Sequence[DisplayLayer] = ()
    ) -> int:
        """Publish a boundary version.

        Args:
            country: Code of an installed country.
            areas: Valid against ``schemas.AREAS``, in ``STORAGE_CRS``; with ``name_<language>`` columns, and
                ``attributes`` (a JSON-able mapping per area) if there are any.
            info: Where they come from.
            display: Layers for the screen, at most one per level and tolerance.

        Returns:
            The id of the new dataset.

        Raises:
            StoreError: the country is not installed, or the table is not as described.
        """
        boundaries.check_areas(areas)
        dataset_id = self._publish(country, "areas", info, row_count=len(areas))
        boundaries.insert_areas(self.connection, dataset_id, areas)
        boundaries.insert_display(self.connection, dataset_id, display)
        return dataset_id

    def publish_observations(self, country: str, table: pd.DataFrame, info: DatasetInfo) -> int:
        """Publish observations; where they repeat keys of earlier datasets, they supersede those.

        Returns:
            The id of the new dataset.

        Raises:
            StoreError: the country is not installed, or ``table`` does not fit ``schemas.OBSERVATIONS``.
        """
        observations.check_observations(table)
        dataset_id = self._publish(country, "observations", info, row_count=len(table))
        observations.insert_observations(self.connection, dataset_id, table)
        return dataset_id

    def withdraw(self, dataset_id: int, reason: str) -> None:
        """Take a dataset out of sight: what it superseded is seen again, exactly as before.

        Raises:
            StoreError: there is no such published dataset, or no reason.
        """
        if not reason.strip():
            raise StoreError("expected a reason for the withdrawal, got none")
        country = datasets.withdraw_dataset(self.connection, dataset_id)
        self._record("withdraw", country=country, subject=f"dataset {dataset_id}", reason=reason)

    def _publish(self, country: str, kind: datasets.Kind, info: DatasetInfo, *, row_count: int) -> int:
        self._require_installed(country)
        dataset_id = datasets.add_dataset(
            self.connection, self.author, country, kind, info, row_count=row_count
        )
        details = {"title": info.title, "file_name": info.file_name, "file_sha256": info.file_sha256}
        subject = f"dataset {dataset_id}"
        self._record("publish", country=country, subject=subject, kind=kind, row_count=row_count, **details)
        return dataset_id

    def _require_installed(self, country: str) -> None:
        if not datasets.is_installed(self.connection, country):
            raise StoreError(f"country {country!r} is not in this store; install it with: aimak pack install")

    def _record(self, action: str, *, country: str, subject: str, **details: object) -> None:
        audit.record(self.connection, self.author, action, country=country, subject=subject, details=details)
