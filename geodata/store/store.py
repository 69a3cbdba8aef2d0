"""The reading side of the store, and the way into it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Literal, Self, overload

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata.councils.register import Register
from geodata.store import audit, boundaries, datasets, documents, observations, registers, supersession
from geodata.store.audit import Author
from geodata.store.datasets import Kind
from geodata.store.engine import BUSY_TIMEOUT_S, make_engine, reading, writing
from geodata.store.records import Document
from geodata.store.schema import holds_store, require_head, upgrade_schema
from geodata.store.writer import Writer


class Store:
    """Published data of the countries in one database; may be used from several threads at once.

    Every reading method sees one consistent state and never waits for a writer. Observations are *visible* by
    key (area, indicator, period): that of the latest dataset which is published and not withdrawn. Areas are
    visible by date: for each admin level the rows of the boundary version in force (see
    :func:`geodata.store.boundaries.versions_in_force`) whose own ``valid_from`` and ``valid_to``, both days
    included, enclose the date. Without a date the state after every known change is meant. A body of the
    register is visible as the latest published dataset has it, whole.

    Example:
        >>> store = Store.create_or_open("sqlite:///workspace/aimak.sqlite")
        >>> with store.writing(author="N. Asanova", at=datetime.now(UTC)) as writer:
        ...     writer.install_country("demo")
        ...     dataset_id = writer.publish_observations("demo", table, info)
        >>> store.observations("demo", indicator_ids=["population"], periods=["2023"])
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, url: str, *, busy_timeout_s: float = BUSY_TIMEOUT_S) -> Self:
        """Open a store whose schema is the one this program needs.

        Args:
            url: ``sqlite:///path/to/file`` or ``postgresql://user@host/database``.
            busy_timeout_s: How long a writer waits for another one.

        Raises:
            StoreError: there is no store, its schema is older or newer, or it cannot be reached.
        """
        with _kept_if_sound(make_engine(url, busy_timeout_s=busy_timeout_s)) as engine:
            require_head(engine)
        return cls(engine)

    @classmethod
    def upgrade(cls, url: str) -> Self:
        """Create the schema or bring it to the newest revision, and open the store.

        Raises:
            StoreError: the database cannot be reached or written, or belongs to a newer program.
        """
        with _kept_if_sound(make_engine(url)) as engine:
            upgrade_schema(engine)
        return cls(engine)

    @classmethod
    def create_or_open(cls, url: str) -> Self:
        """Open a store, creating its schema if the database holds none yet; an older one is refused.

        Raises:
            StoreError: as :meth:`open` does.
        """
        with _kept_if_sound(make_engine(url)) as engine:
            if not holds_store(engine):
                upgrade_schema(engine)
            require_head(engine)
        return cls(engine)

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self, *, author: str, at: datetime) -> Iterator[Writer]:
        """Write in one transaction: all of it is kept, or after an error nothing.

        Args:
            author: Who writes, for the audit log.
            at: The moment, with its time zone.

        Raises:
            StoreError: another writer is busy for longer than the time-out, or the database refuses.
        """
        if at.tzinfo is None:
            raise ValueError(f"expected a moment with a time zone, got {at!r}")
        with writing(self.engine) as connection:
            yield Writer(connection, Author(author, at))

    def countries(self) -> pd.DataFrame:
        """Return the installed countries: ``country, installed_at, is_active``."""
        with reading(self.engine) as connection:
            return datasets.read_countries(connection)

    def active_country(self) -> str | None:
        """Return the code of the country that pages and commands show; None in an empty store."""
        with reading(self.engine) as connection:
            return datasets.active_country(connection)

    def datasets(self, country: str | None = None) -> pd.DataFrame:
        """Return all datasets, withdrawn ones too, in the order of publication.

        Returns:
            ``id, country, kind`` (areas, observations or register), ``title, source, licence, file_name,
            file_sha256, author, created_at`` (UTC), ``status`` (published or withdrawn), ``row_count``,
            ``valid_from`` (date or None), ``note, report`` (mapping).
        """
        with reading(self.engine) as connection:
            return datasets.read_datasets(connection, country)

    def supersessions(self, country: str) -> pd.DataFrame:
        """Return which published datasets hide rows of earlier ones: what a withdrawal would show again.

        Returns:
            ``dataset_id, superseded_id, row_count``, see
            :func:`geodata.store.supersession.read_supersessions`.
        """
        with reading(self.engine) as connection:
            return supersession.read_supersessions(connection, country)

    @overload
    def areas(
        self,
        country: str,
        *,
        level: int | None = ...,
        on: date | None = ...,
        with_geometry: Literal[True] = ...,
    ) -> gpd.GeoDataFrame: ...

    @overload
    def areas(
        self, country: str, *, level: int | None = ..., on: date | None = ..., with_geometry: Literal[False]
    ) -> pd.DataFrame: ...

    def areas(
        self, country: str, *, level: int | None = None, on: date | None = None, with_geometry: bool = True
    ) -> gpd.GeoDataFrame | pd.DataFrame:
        """Return the areas visible at a date, by level and code.

        Args:
            country: Code of the country.
            level: Only this admin level.
            on: The date; None for the state after every known change.
            with_geometry: Without, there is no ``geometry`` column, which is much faster.

        Returns:
            A table valid against ``schemas.AREAS``, with ``name_<language>`` columns, ``dataset_id`` and
            ``attributes`` (mapping).
        """
        with reading(self.engine) as connection:
            versions = boundaries.versions_in_force(connection, country, on)
            wanted = versions if level is None else {n: id_ for n, id_ in versions.items() if n == level}
            frame = boundaries.read_areas(connection, wanted, on, with_geometry=with_geometry)
        return boundaries.decode_geometry(frame) if with_geometry else frame

    def observations(
        self,
        country: str,
        *,
        indicator_ids: Collection[str] | None = None,
        periods: Collection[str] | None = None,
        levels: Collection[int] | None = None,
        without_datasets: Collection[int] = (),
    ) -> pd.DataFrame:
        """Return the visible observations, by indicator, period, dataset and area.

        Args:
            country: Code of the country.
            indicator_ids: Only these indicators.
            periods: Only these periods.
            levels: Only areas that some published boundary version has at these admin levels.
            without_datasets: Ids of datasets that are read as if they were withdrawn.

        Returns:
            A table valid against ``schemas.OBSERVATIONS``, with ``dataset_id``.
        """
        with reading(self.engine) as connection:
            return observations.read_observations(
                connection,
                country,
                indicator_ids=indicator_ids,
                periods=periods,
                levels=levels,
                without_datasets=without_datasets,
            )

    def periods(self, country: str) -> pd.DataFrame:
        """Return every ``indicator_id`` and ``period`` that has observations, without reading them."""
        with reading(self.engine) as connection:
            return observations.read_periods(connection, country)

    def register(self, country: str, *, with_names: bool = False) -> Register:
        """Return the visible bodies with their members, meetings, reports and hearings.

        Args:
            country: Code of the country.
            with_names: With the names of members, which never leave for the public.

        Returns:
            Tables valid against ``geodata.councils.schemas``, each with ``dataset_id``, in the order of their
            keys; without the column ``name`` of members unless it is asked for.
        """
        with reading(self.engine) as connection:
            return registers.read_register(connection, country, with_names=with_names)

    def register_history(self, country: str, body_id: str) -> pd.DataFrame:
        """Return every dataset that has a body, withdrawn ones too, the oldest first.

        Returns:
            ``dataset_id, author, created_at`` (UTC), ``status, title, note, member_count, is_visible``.
        """
        with reading(self.engine) as connection:
            return registers.read_history(connection, country, body_id)

    def register_version(
        self, country: str, body_id: str, dataset_id: int, *, with_names: bool = False
    ) -> Register:
        """Return a body as one of its datasets has it, withdrawn or not.

        Raises:
            StoreError: the country has no such dataset with that body.
        """
        with reading(self.engine) as connection:
            return registers.read_version(connection, country, body_id, dataset_id, with_names=with_names)

    def display_layers(self, country: str, *, on: date | None = None) -> pd.DataFrame:
        """Return the display layers of the boundary versions in force, by level, finest first.

        Returns:
            ``dataset_id, admin_level, tolerance_m, feature_count, byte_size, sha256``.
        """
        with reading(self.engine) as connection:
            versions = boundaries.versions_in_force(connection, country, on)
            return boundaries.read_display_layers(connection, versions)

    def display_content(self, sha256: str) -> bytes | None:
        """Return the gzip-compressed GeoJSON with this hash; None if there is none."""
        with reading(self.engine) as connection:
            return boundaries.read_display_content(connection, sha256)

    def data_version(self, country: str, *, kinds: Collection[Kind] | None = None) -> str:
        """Return a short hash of all that is published for a country.

        It changes with every publication and withdrawal; a withdrawal that restores a former state also
        restores its version.

        Args:
            country: Code of the country.
            kinds: Of these kinds of datasets; without, of all.
        """
        with reading(self.engine) as connection:
            return datasets.data_version(connection, country, kinds)

    def boundary_version(self, country: str, level: int, on: date | None = None) -> int | None:
        """Return the id of the dataset whose boundaries are in force at a level; None without any."""
        with reading(self.engine) as connection:
            return boundaries.versions_in_force(connection, country, on).get(level)

    def documents(self, country: str, kind: str) -> pd.DataFrame:
        """Return the current version of each document of a kind that is not withdrawn, by id.

        Returns:
            ``document_id, version, title, content, author, created_at`` (UTC), ``note``.
        """
        with reading(self.engine) as connection:
            return documents.read_documents(connection, country, kind)

    def document(self, country: str, kind: str, document_id: str, version: int | None = None) -> Document:
        """Return a document.

        Args:
            country: Code of the country.
            kind: As it was saved.
            document_id: As it was saved.
            version: Which version, a withdrawn one too; None for the current one.

        Raises:
            StoreError: there is none, or without a ``version`` the document is withdrawn.
        """
        with reading(self.engine) as connection:
            return documents.read_document(connection, country, kind, document_id, version)

    def document_versions(self, country: str, kind: str, document_id: str) -> pd.DataFrame:
        """Return every version of a document, the oldest first; no row if there is none.

        Returns:
            ``document_id, version, title, content, content_sha256, author, created_at`` (UTC), ``note,
            status`` (saved or withdrawn).
        """
        with reading(self.engine) as connection:
            return documents.read_versions(connection, country, kind, document_id)

    def documents_version(self, country: str, kind: str) -> str:
        """Return a short hash that changes whenever a document of a kind is saved or withdrawn."""
        with reading(self.engine) as connection:
            return documents.documents_version(connection, country, kind)

    def audit_log(self, country: str | None = None) -> pd.DataFrame:
        """Return ``id, at`` (UTC), ``author, action, country, subject, details`` (mapping), oldest first."""
        with reading(self.engine) as connection:
            return audit.read_log(connection, country)


@contextmanager
def _kept_if_sound(engine: sa.Engine) -> Iterator[sa.Engine]:
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise
