"""Registers of councils and other bodies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from geodata.store.migrations import append_only

revision = "0003"
down_revision = "0002"

TABLES = ("council_bodies", "council_members", "council_meetings", "council_reports", "council_hearings")
KINDS_BEFORE = "kind IN ('areas', 'observations')"
KINDS = "kind IN ('areas', 'observations', 'register')"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
JSON_OBJECT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    allow_registers()
    create_bodies()
    create_members()
    create_meetings()
    create_reports()
    create_hearings()
    for table in TABLES:
        append_only.refuse(table, "UPDATE")
        append_only.refuse(table, "DELETE")


def allow_registers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("datasets_kind_check"), "datasets")
        op.create_check_constraint(op.f("datasets_kind_check"), "datasets", KINDS)
    else:
        rewrite_check()


def rewrite_check() -> None:
    """Change the constraint in place, as the last section of https://sqlite.org/lang_altertable.html has it.

    A new table instead would lose the triggers, and cannot replace one that others refer to.
    """
    version = op.get_bind().scalar(sa.text("PRAGMA schema_version"))
    op.execute("PRAGMA writable_schema = ON")
    rewritten = sa.text(
        "UPDATE sqlite_schema SET sql = replace(sql, :before, :after) WHERE name = 'datasets'"
    )
    op.execute(rewritten.bindparams(before=KINDS_BEFORE, after=KINDS))
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")


def of_body() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["dataset_id", "body_id"], ["council_bodies.dataset_id", "council_bodies.body_id"]
    )


def create_bodies() -> None:
    op.create_table(
        "council_bodies",
        sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), primary_key=True),
        sa.Column("body_id", CODE, primary_key=True),
        sa.Column("body_type", CODE, nullable=False),
        sa.Column("area_code", CODE, nullable=False),
        sa.Column("titles", JSON_OBJECT, nullable=False),
        sa.Column("legal_basis", sa.Text),
        sa.Column("founded_on", sa.Date),
        sa.Column("dissolved_on", sa.Date),
        sa.Column("statutory_seats", sa.Integer),
        sa.Column("charter_registered_on", sa.Date),
        sa.Column("source_ref", sa.Text),
    )
    op.create_index("council_bodies_body_id_idx", "council_bodies", ["body_id"])


def create_members() -> None:
    op.create_table(
        "council_members",
        sa.Column("dataset_id", sa.Integer, primary_key=True),
        sa.Column("body_id", CODE, primary_key=True),
        sa.Column("member_no", sa.Integer, primary_key=True),
        sa.Column("seat_type", CODE, nullable=False),
        sa.Column("sex", sa.Text),
        sa.Column("birth_year", sa.Integer),
        sa.Column("age_group", sa.Text),
        sa.Column("settlement_code", CODE),
        sa.Column("role", CODE),
        sa.Column("term_from", sa.Date),
        sa.Column("term_to", sa.Date),
        sa.Column("name", sa.Text),
        sa.Column("source_ref", sa.Text),
        of_body(),
    )


def create_meetings() -> None:
    op.create_table(
        "council_meetings",
        sa.Column("dataset_id", sa.Integer, primary_key=True),
        sa.Column("body_id", CODE, primary_key=True),
        sa.Column("held_on", sa.Date, primary_key=True),
        sa.Column("kind", CODE, primary_key=True),
        sa.Column("n_present", sa.Integer),
        sa.Column("decisions", sa.Integer),
        sa.Column("decisions_published", sa.Integer),
        sa.Column("source_ref", sa.Text),
        of_body(),
    )


def create_reports() -> None:
    op.create_table(
        "council_reports",
        sa.Column("dataset_id", sa.Integer, primary_key=True),
        sa.Column("body_id", CODE, primary_key=True),
        sa.Column("report_type", CODE, primary_key=True),
        sa.Column("period", CODE, primary_key=True),
        sa.Column("due_on", sa.Date),
        sa.Column("delivered_on", sa.Date),
        sa.Column("source_ref", sa.Text),
        of_body(),
    )


def create_hearings() -> None:
    op.create_table(
        "council_hearings",
        sa.Column("dataset_id", sa.Integer, sa.ForeignKey("datasets.id"), primary_key=True),
        sa.Column("area_code", CODE, primary_key=True),
        sa.Column("hearing_type", CODE, primary_key=True),
        sa.Column("held_on", sa.Date, primary_key=True),
        sa.Column("topic", CODE, primary_key=True),
        sa.Column("body_id", CODE),
        sa.Column("proposals_voiced", sa.Integer),
        sa.Column("proposals_accepted", sa.Integer),
        sa.Column("proposals_answered", sa.Integer),
        sa.Column("published_on", sa.Date),
        sa.Column("source_ref", sa.Text),
        sa.ForeignKeyConstraint(
            ["body_id", "dataset_id"], ["council_bodies.body_id", "council_bodies.dataset_id"]
        ),
    )
