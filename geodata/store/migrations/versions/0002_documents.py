"""Documents: versioned texts that users keep."""

import sqlalchemy as sa
from alembic import op

from geodata.store.migrations import append_only

revision = "0002"
down_revision = "0001"

CODE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "documents",
        sa.Column("country", CODE, sa.ForeignKey("countries.country"), primary_key=True),
        sa.Column("kind", CODE, primary_key=True),
        sa.Column("document_id", CODE, primary_key=True),
        sa.Column(
            "version", sa.Integer, sa.CheckConstraint("version >= 1", name="version"), primary_key=True
        ),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("content_sha256", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column(
            "status",
            sa.Text,
            sa.CheckConstraint("status IN ('saved', 'withdrawn')", name="status"),
            nullable=False,
        ),
    )
    append_only.refuse("documents", "UPDATE")
    append_only.refuse("documents", "DELETE")
