"""The writing side of the store: one transaction, everything or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata.councils.register import Register
from geodata.store import audit, boundaries, datasets, documents, observations, registers
from geodata.store.audit import Author
from geodata.store.errors import StoreError
from geodata.store.records import DatasetInfo, DisplayLayer, Document


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

    def publish_register(
        self,
        country: str,
        register: Register,
        info: DatasetInfo,
        *,
        base_datasets: Mapping[str, int | None] | None = None,
    ) -> int:
        """Publish bodies whole: each supersedes all that earlier datasets have of it, its members' names too.

        Hearings that no body held supersede those of the same area that earlier datasets have of no body.

        Args:
            country: Code of an installed country.
            register: Its tables fit ``geodata.councils.schemas``; a column ``dataset_id`` is not taken over.
            info: Where it comes from.
            base_datasets: For a change of bodies that were read before: the dataset each one was read from,
                None for a new one.

        Returns:
            The id of the new dataset.

        Raises:
            StaleRegisterError: a body of ``base_datasets`` is visible from another dataset by now.
            StoreError: the country is not installed, or the register is not as described.
        """
        registers.check_register(register)
        registers.require_current(self.connection, country, base_datasets or {})
        dataset_id = self._publish(country, "register", info, row_count=register.row_count)
        registers.insert_register(self.connection, dataset_id, register)
        return dataset_id

    def withdraw(self, dataset_id: int, reason: str) -> None:
        """Take a dataset out of sight: what it superseded is seen again, exactly as before.

        Raises:
            StoreError: there is no such published dataset, or no reason.
        """
        _require_reason(reason)
        country = datasets.withdraw_dataset(self.connection, dataset_id)
        self._record("withdraw", country=country, subject=f"dataset {dataset_id}", reason=reason)

    def save_document(
        self,
        country: str,
        kind: str,
        document_id: str,
        *,
        title: str,
        content: str,
        note: str = "",
        base_version: int | None,
    ) -> int:
        """Save a text of a user's own as a new version of a document.

        Args:
            country: Code of an installed country.
            kind: What sort of document it is, such as ``profile``.
            document_id: Small Latin letters, digits and hyphens; unique within country and kind.
            title: Its name for readers.
            content: The text.
            note: What was changed, and why.
            base_version: The version this one starts from; None if the document is new.

        Returns:
            The number of the version; that of the current one if it says the same already.

        Raises:
            StaleDocumentError: the current version is another than ``base_version``; nothing is saved.
            StoreError: the country is not installed, or an argument is not as described.
        """
        self._require_installed(country)
        offered = Document(
            country=country,
            kind=kind,
            document_id=document_id,
            version=1,
            title=title,
            content=content,
            author=self.author.name,
            created_at=self.author.at,
            note=note,
            status="saved",
        )
        documents.check_document(offered)
        current = documents.find_document(self.connection, country, kind, document_id)
        if current and offered.says_the_same_as(current):
            return current.version
        return self._add_version("save", current, base_version, offered)

    def withdraw_document(
        self, country: str, kind: str, document_id: str, *, base_version: int, note: str
    ) -> int:
        """Take a document out of sight; every version of it stays readable, and its id may be used anew.

        Args:
            country: Code of an installed country.
            kind: As it was saved.
            document_id: As it was saved.
            base_version: The version that is known to be withdrawn.
            note: The reason.

        Returns:
            The number of the version that marks the withdrawal.

        Raises:
            StaleDocumentError: the current version is another than ``base_version``; nothing is withdrawn.
            StoreError: there is no such document, it is withdrawn already, or there is no reason.
        """
        _require_reason(note)
        current = documents.read_document(self.connection, country, kind, document_id, version=None)
        withdrawal = replace(
            current, author=self.author.name, created_at=self.author.at, note=note, status="withdrawn"
        )
        documents.check_document(withdrawal)
        return self._add_version("withdraw", current, base_version, withdrawal)

    def _add_version(
        self, action: str, current: Document | None, base_version: int | None, offered: Document
    ) -> int:
        documents.require_current(current, base_version, offered)
        added = replace(offered, version=current.version + 1) if current else offered
        documents.add_version(self.connection, added)
        details = {"title": added.title, "content_sha256": added.content_sha256, "note": added.note}
        subject = f"{added.kind} {added.document_id}"
        self._record(action, country=added.country, subject=subject, version=added.version, **details)
        return added.version

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


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise StoreError("expected a reason for the withdrawal, got none")
