"""Triggers by which the database itself refuses to rewrite history."""

from alembic import op


def prepare() -> None:
    """Add what the triggers of all tables share."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )


def refuse(table: str, change: str) -> None:
    """Refuse ``change``: ``UPDATE``, ``UPDATE OF column, …`` or ``DELETE``."""
    trigger = f"{table}_no_{change.split()[0].lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {trigger} BEFORE {change.replace('DELETE', 'DELETE OR TRUNCATE')} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
