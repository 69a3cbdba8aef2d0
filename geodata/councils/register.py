"""A register of councils and other bodies: five tables that belong together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields

import pandas as pd
import pandera.pandas as pa

from geodata.councils.schemas import BODIES, HEARINGS, MEETINGS, MEMBERS, NAME_COLUMN, REPORTS

SCHEMAS: dict[str, pa.DataFrameSchema] = {
    "bodies": BODIES,
    "members": MEMBERS,
    "meetings": MEETINGS,
    "reports": REPORTS,
    "hearings": HEARINGS,
}
"""By the field of :class:`Register` whose table they describe."""

Rows = Iterable[Mapping[str, object]]


@dataclass(frozen=True)
class Register:
    """Bodies of a country with their members, meetings, reports and hearings.

    Each table is valid against the schema of the same name in :mod:`geodata.councils.schemas`.

    Example:
        >>> register = Register.from_rows(
        ...     bodies=[{"body_id": "1", "body_type": "local_council", "area_code": "A"}],
        ...     members=[{"body_id": "1", "member_no": 1, "seat_type": "elected", "sex": "f"}],
        ... )
        >>> register.of_body("1").members["sex"].tolist()
        ['f']
    """

    bodies: pd.DataFrame
    members: pd.DataFrame
    meetings: pd.DataFrame
    reports: pd.DataFrame
    hearings: pd.DataFrame

    @classmethod
    def empty(cls) -> Register:
        """Return a register without any body."""
        return cls.from_rows()

    @classmethod
    def from_rows(
        cls,
        *,
        bodies: Rows = (),
        members: Rows = (),
        meetings: Rows = (),
        reports: Rows = (),
        hearings: Rows = (),
    ) -> Register:
        """Return a register of rows in which what is not known may be left out."""
        given = {
            "bodies": bodies,
            "members": members,
            "meetings": meetings,
            "reports": reports,
            "hearings": hearings,
        }
        tables = {name: table_of(SCHEMAS[name], pd.DataFrame(list(rows))) for name, rows in given.items()}
        return cls(**tables)

    @property
    def row_count(self) -> int:
        """Rows of all tables together."""
        return sum(len(table) for _, table in self.tables())

    def tables(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield name and table, the bodies first."""
        for field in fields(self):
            yield field.name, getattr(self, field.name)

    def of_body(self, body_id: str) -> Register:
        """Return the rows of one body; empty tables if there is none of that id."""
        tables = {
            name: table.loc[(table["body_id"] == body_id).to_numpy(dtype=bool)]
            for name, table in self.tables()
        }
        return Register(**{name: table.reset_index(drop=True) for name, table in tables.items()})

    def without_names(self) -> Register:
        """Return the register without the names of members."""
        tables = dict(self.tables())
        return Register(**tables | {"members": self.members.drop(columns=NAME_COLUMN, errors="ignore")})

    def without_members(self) -> Register:
        """Return the register without the rows of members."""
        return Register(**dict(self.tables()) | {"members": self.members.iloc[:0]})


def table_of(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` with the columns of ``schema`` in its order and of its types, missing where not given.

    Further columns, such as the titles of bodies, follow as texts. It is not validated.
    """
    types = {name: column.dtype.type for name, column in schema.columns.items() if not column.regex}
    optional = {name for name, column in schema.columns.items() if not column.required}
    known = [name for name in types if name in frame or name not in optional]
    others = [name for name in frame if name not in types]
    table = frame.reindex(columns=[*known, *others])
    typed = table.astype({name: types.get(name, "str") for name in table.columns})
    return typed.assign(**{name: _none_for_missing(typed[name]) for name in known if types[name] == "object"})


def _none_for_missing(column: pd.Series) -> pd.Series:
    return column.where(column.notna(), None)
