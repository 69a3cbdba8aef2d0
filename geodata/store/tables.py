"""The tables of the store, as typed SQLAlchemy Core tables.

A *dataset* is one import. Its rows are written once and never changed: what a reader sees follows from the
set of published datasets alone, so that withdrawing one restores the state before it. Observations are kept
by *slice* (all areas of one indicator and period in one dataset; the word is the RDF Data Cube's).

A *register* is kept by body: the newest published dataset that has a body has all of it.

A *document* is a text that users keep, such as a profile of their own: each saving is a row, a version.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TypeAlias

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    Table,
    Text,
    TypedColumns,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB

JsonObject: TypeAlias = dict[str, object]


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC; one without a time zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class calls it so
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"expected a moment with a time zone, got {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base class calls it so
        """Give the moment its time zone back, which SQLite does not keep."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


CODE = Text().with_variant(Text(collation="C"), "postgresql")
"""Codes compare by code point on both databases."""
JSON_OBJECT = JSON[JsonObject]().with_variant(JSONB(), "postgresql")

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
        "ck": "%(table_name)s_%(constraint_name)s_check",
        "ix": "%(table_name)s_%(column_0_name)s_idx",
    }
)


class CountryColumns(TypedColumns):
    """A country installed in this store; at most one is active."""

    country: Named[str] = Column(CODE, primary_key=True)
    installed_at: Named[datetime] = Column(UtcDateTime)
    is_active: Named[bool]


class DatasetColumns(TypedColumns):
    """One import; only ``status`` ever changes."""

    id: Named[int] = Column(Integer, primary_key=True)
    country: Named[str] = Column(CODE, ForeignKey("countries.country"))
    kind: Named[str] = Column(Text)
    title: Named[str] = Column(Text)
    source: Named[str] = Column(Text)
    licence: Named[str] = Column(Text)
    file_name: Named[str] = Column(Text)
    file_sha256: Named[str] = Column(Text)
    author: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(UtcDateTime)
    status: Named[str] = Column(Text)
    row_count: Named[int]
    valid_from: Named[date | None] = Column(Date)
    note: Named[str] = Column(Text)
    report: Named[JsonObject] = Column(JSON_OBJECT)


class AreaColumns(TypedColumns):
    """One area of a boundary version; ``names`` by language, ``geometry`` as WKB in ``STORAGE_CRS``."""

    dataset_id: Named[int] = Column(ForeignKey("datasets.id"), primary_key=True)
    area_code: Named[str] = Column(CODE, primary_key=True)
    area_name: Named[str] = Column(Text)
    admin_level: Named[int]
    parent_code: Named[str | None] = Column(CODE)
    area_type: Named[str | None] = Column(Text)
    urban_rural: Named[str | None] = Column(Text)
    valid_from: Named[date | None] = Column(Date)
    valid_to: Named[date | None] = Column(Date)
    map_registration_number: Named[str | None] = Column(Text)
    map_registered_on: Named[date | None] = Column(Date)
    consent_reference: Named[str | None] = Column(Text)
    geometry_status: Named[str] = Column(Text)
    area_km2: Named[float | None] = Column(Float)
    names: Named[JsonObject] = Column(JSON_OBJECT)
    attributes: Named[JsonObject] = Column(JSON_OBJECT)
    geometry: Named[bytes | None] = Column(LargeBinary)


class SliceColumns(TypedColumns):
    """All observations of one indicator and period in one dataset."""

    id: Named[int] = Column(Integer, primary_key=True)
    dataset_id: Named[int] = Column(ForeignKey("datasets.id"))
    indicator_id: Named[str] = Column(CODE)
    period: Named[str] = Column(CODE)


class ObservationColumns(TypedColumns):
    """One observed value."""

    slice_id: Named[int] = Column(ForeignKey("slices.id"), primary_key=True)
    area_code: Named[str] = Column(CODE, primary_key=True)
    value: Named[float | None] = Column(Float)
    status: Named[str] = Column(Text)
    source_ref: Named[str | None] = Column(Text)


class CouncilBodyColumns(TypedColumns):
    """A council or other body; ``titles`` by language."""

    dataset_id: Named[int] = Column(ForeignKey("datasets.id"), primary_key=True)
    body_id: Named[str] = Column(CODE, primary_key=True)
    body_type: Named[str] = Column(CODE)
    area_code: Named[str] = Column(CODE)
    titles: Named[JsonObject] = Column(JSON_OBJECT)
    legal_basis: Named[str | None] = Column(Text)
    founded_on: Named[date | None] = Column(Date)
    dissolved_on: Named[date | None] = Column(Date)
    statutory_seats: Named[int | None]
    charter_registered_on: Named[date | None] = Column(Date)
    source_ref: Named[str | None] = Column(Text)


class CouncilMemberColumns(TypedColumns):
    """A member of a body; the ``name`` is never public."""

    dataset_id: Named[int] = Column(Integer, primary_key=True)
    body_id: Named[str] = Column(CODE, primary_key=True)
    member_no: Named[int] = Column(Integer, primary_key=True)
    seat_type: Named[str] = Column(CODE)
    sex: Named[str | None] = Column(Text)
    birth_year: Named[int | None]
    age_group: Named[str | None] = Column(Text)
    settlement_code: Named[str | None] = Column(CODE)
    role: Named[str | None] = Column(CODE)
    term_from: Named[date | None] = Column(Date)
    term_to: Named[date | None] = Column(Date)
    name: Named[str | None] = Column(Text)
    source_ref: Named[str | None] = Column(Text)


class CouncilMeetingColumns(TypedColumns):
    """A meeting of a body."""

    dataset_id: Named[int] = Column(Integer, primary_key=True)
    body_id: Named[str] = Column(CODE, primary_key=True)
    held_on: Named[date] = Column(Date, primary_key=True)
    kind: Named[str] = Column(CODE, primary_key=True)
    n_present: Named[int | None]
    decisions: Named[int | None]
    decisions_published: Named[int | None]
    source_ref: Named[str | None] = Column(Text)


class CouncilReportColumns(TypedColumns):
    """A report to, or by, a body."""

    dataset_id: Named[int] = Column(Integer, primary_key=True)
    body_id: Named[str] = Column(CODE, primary_key=True)
    report_type: Named[str] = Column(CODE, primary_key=True)
    period: Named[str] = Column(CODE, primary_key=True)
    due_on: Named[date | None] = Column(Date)
    delivered_on: Named[date | None] = Column(Date)
    source_ref: Named[str | None] = Column(Text)


class CouncilHearingColumns(TypedColumns):
    """A hearing in an area; one without a body belongs to the area."""

    dataset_id: Named[int] = Column(ForeignKey("datasets.id"), primary_key=True)
    area_code: Named[str] = Column(CODE, primary_key=True)
    hearing_type: Named[str] = Column(CODE, primary_key=True)
    held_on: Named[date] = Column(Date, primary_key=True)
    topic: Named[str] = Column(CODE, primary_key=True)
    body_id: Named[str | None] = Column(CODE)
    proposals_voiced: Named[int | None]
    proposals_accepted: Named[int | None]
    proposals_answered: Named[int | None]
    published_on: Named[date | None] = Column(Date)
    source_ref: Named[str | None] = Column(Text)


class DisplayContentColumns(TypedColumns):
    """The bytes of display layers, addressed by their hash."""

    sha256: Named[str] = Column(Text, primary_key=True)
    content: Named[bytes] = Column(LargeBinary)


class DisplayLayerColumns(TypedColumns):
    """The display layers of a boundary version."""

    dataset_id: Named[int] = Column(ForeignKey("datasets.id"), primary_key=True)
    admin_level: Named[int] = Column(Integer, primary_key=True)
    tolerance_m: Named[float] = Column(Float, primary_key=True)
    feature_count: Named[int]
    byte_size: Named[int]
    sha256: Named[str] = Column(Text, ForeignKey("display_contents.sha256"))


class DocumentColumns(TypedColumns):
    """One version of a document; its withdrawal is a version, too."""

    country: Named[str] = Column(CODE, ForeignKey("countries.country"), primary_key=True)
    kind: Named[str] = Column(CODE, primary_key=True)
    document_id: Named[str] = Column(CODE, primary_key=True)
    version: Named[int] = Column(Integer, primary_key=True)
    title: Named[str] = Column(Text)
    content: Named[str] = Column(Text)
    content_sha256: Named[str] = Column(Text)
    author: Named[str] = Column(Text)
    created_at: Named[datetime] = Column(UtcDateTime)
    note: Named[str] = Column(Text)
    status: Named[str] = Column(Text)


class AuditColumns(TypedColumns):
    """Who did what and when."""

    id: Named[int] = Column(Integer, primary_key=True)
    at: Named[datetime] = Column(UtcDateTime)
    author: Named[str] = Column(Text)
    action: Named[str] = Column(Text)
    country: Named[str] = Column(CODE)
    subject: Named[str] = Column(Text)
    details: Named[JsonObject] = Column(JSON_OBJECT)


countries = Table("countries", metadata, CountryColumns)
datasets = Table(
    "datasets",
    metadata,
    DatasetColumns,
    CheckConstraint("kind IN ('areas', 'observations', 'register')", name="kind"),
    CheckConstraint("status IN ('published', 'withdrawn')", name="status"),
)
areas = Table("areas", metadata, AreaColumns)
slices = Table("slices", metadata, SliceColumns, UniqueConstraint("dataset_id", "indicator_id", "period"))
observations = Table("observations", metadata, ObservationColumns, sqlite_with_rowid=False)
council_bodies = Table("council_bodies", metadata, CouncilBodyColumns)
_OF_BODY = ["dataset_id", "body_id"], ["council_bodies.dataset_id", "council_bodies.body_id"]
council_members = Table("council_members", metadata, CouncilMemberColumns, ForeignKeyConstraint(*_OF_BODY))
council_meetings = Table("council_meetings", metadata, CouncilMeetingColumns, ForeignKeyConstraint(*_OF_BODY))
council_reports = Table("council_reports", metadata, CouncilReportColumns, ForeignKeyConstraint(*_OF_BODY))
council_hearings = Table(
    "council_hearings",
    metadata,
    CouncilHearingColumns,
    # The columns in this order, as the first one names the constraint and the other refers to datasets, too.
    ForeignKeyConstraint(["body_id", "dataset_id"], ["council_bodies.body_id", "council_bodies.dataset_id"]),
)
display_contents = Table("display_contents", metadata, DisplayContentColumns)
display_layers = Table("display_layers", metadata, DisplayLayerColumns)
documents = Table(
    "documents",
    metadata,
    DocumentColumns,
    CheckConstraint("version >= 1", name="version"),
    CheckConstraint("status IN ('saved', 'withdrawn')", name="status"),
)
audit_log = Table("audit_log", metadata, AuditColumns)

Index(None, datasets.c.country)
Index(None, council_bodies.c.body_id)
Index(None, areas.c.dataset_id, areas.c.admin_level)
Index(
    "countries_one_active",
    countries.c.is_active,
    unique=True,
    sqlite_where=countries.c.is_active,
    postgresql_where=countries.c.is_active,
)
