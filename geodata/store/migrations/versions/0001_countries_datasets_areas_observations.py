"""Countries, datasets, areas, observations, display layers and the audit log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from geodata.store.migrations import append_only

revision = "0001"
down_revision = None

PERMANENT = ("areas", "slices", "observations", "display_contents", "display_layers", "audit_log")
"""Tables whose rows are written once: neither changed nor deleted."""
DATASET_FACTS = (
    "id, country, kind, title, source, licence, file_name, file_sha256, author, created_at, row_count, "
    "valid_from, note, report"
)

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON_OBJECT = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_datasets()
    create_areas()
    create_observations()
    create_display()
    create_audit_log()
    protect()
    if op.get_bind().dialect.name == "postgresql":
        show_geometry()


def create_datasets() -> None:
    op.create_table(
        "countries",
        sa.Column("country", CODE, primary_key=True),
        sa.Column("installed_at", MOMENT, nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
    )
    op.create_index(
        "countries_one_active",
        "countries",
        ["is_active"],
        unique=True,
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )
    op.create_table(
        "datasets",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("country", CODE, sa.ForeignKey("countries.country"), nullable=False),
        sa.Column(
            "kind",
            sa.Text,
            sa.CheckConstraint("kind IN ('areas', 'observations')", name="kind"),
            nullable=False,
        ),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("licence", sa.Text, nullable=False),
        sa.Column("file_name", sa.Text, nullable=False),
        sa.Column("file_sha256", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column(
            "status",
            sa.Text,
            sa.CheckConstraint("status IN ('published', 'withdrawn')", name="status"),
            nullable=False,
        ),
        sa.Column("row_count", sa.Integer, nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("report", JSON_OBJECT, nullable=False),
    )
    op.create_index("datasets_country_idx", "datasets", ["country"])


def create_areas() -> None:
    op.create_table(
        "areas",
        sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), primary_key=True),
        sa.Column("area_code", CODE, primary_key=True),
        sa.Column("area_name", sa.Text, nullable=False),
        sa.Column("admin_level", sa.Integer, nullable=False),
        sa.Column("parent_code", CODE),
        sa.Column("area_type", sa.Text),
        sa.Column("urban_rural", sa.Text),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.Column("map_registration_number", sa.Text),
        sa.Column("map_registered_on", sa.Date),
        sa.Column("consent_reference", sa.Text),
        sa.Column("geometry_status", sa.Text, nullable=False),
        sa.Column("area_km2", sa.Float),
        sa.Column("names", JSON_OBJECT, nullable=False),
        sa.Column("attributes", JSON_OBJECT, nullable=False),
        sa.Column("geometry", sa.LargeBinary),
    )
    op.create_index("areas_dataset_id_idx", "areas", ["dataset_id", "admin_level"])


def create_observations() -> None:
    op.create_table(
        "slices",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), nullable=False),
        sa.Column("indicator_id", CODE, nullable=False),
        sa.Column("period", CODE, nullable=False),
        sa.UniqueConstraint("dataset_id", "indicator_id", "period"),
    )
    op.create_table(
        "observations",
        sa.Column("slice_id", sa.Integer, sa.ForeignKey("slices.id"), primary_key=True),
        sa.Column("area_code", CODE, primary_key=True),
        sa.Column("value", sa.Float),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("source_ref", sa.Text),
        sqlite_with_rowid=False,
    )


def create_display() -> None:
    op.create_table(
        "display_contents",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "display_layers",
        sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), primary_key=True),
        sa.Column("admin_level", sa.Integer, primary_key=True),
        sa.Column("tolerance_m", sa.Float, primary_key=True),
        sa.Column("feature_count", sa.Integer, nullable=False),
        sa.Column("byte_size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, sa.ForeignKey("display_contents.sha256"), nullable=False),
    )


def create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("country", CODE, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("details", JSON_OBJECT, nullable=False),
    )


def protect() -> None:
    """Let the database itself refuse what would rewrite history."""
    append_only.prepare()
    for table in PERMANENT:
        append_only.refuse(table, "UPDATE")
        append_only.refuse(table, "DELETE")
    append_only.refuse("datasets", f"UPDATE OF {DATASET_FACTS}")
    append_only.refuse("datasets", "DELETE")


def show_geometry() -> None:
    """Add a view for desktop GIS where PostGIS is there, or may be added by this user."""
    connection = op.get_bind()
    is_available = connection.scalar(
        sa.text("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'")
    )
    is_installed = connection.scalar(sa.text("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'"))
    may_install = connection.scalar(sa.text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
    if not is_installed and not (is_available and may_install):
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.execute(
        """
        CREATE VIEW published_areas AS
        SELECT row_number() OVER (ORDER BY a.dataset_id, a.area_code) AS id,
               d.country, d.title AS dataset, d.valid_from AS version_from,
               a.dataset_id, a.area_code, a.area_name, a.admin_level, a.parent_code,
               a.area_type, a.urban_rural, a.valid_from, a.valid_to, a.geometry_status, a.area_km2,
               a.names, a.attributes,
               ST_GeomFromWKB(a.geometry, 4326) AS geometry
        FROM areas a JOIN datasets d ON d.id = a.dataset_id
        WHERE d.status = 'published'
        """
    )
