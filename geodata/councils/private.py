"""What no page, file or message shows of a member: it stays in the store and survives an edit."""

from __future__ import annotations

from typing import Final

from geodata.councils.register import Register
from geodata.councils.schemas import NAME_COLUMN

PRIVATE_COLUMNS: Final = (NAME_COLUMN, "birth_year")

_SAME_MEMBER = ["body_id", "member_no", "term_from"]


def without_private(register: Register) -> Register:
    """Return a register without anything private of its members."""
    bare = register.without_names()
    unknown = bare.members["birth_year"].mask(bare.members["birth_year"].notna())
    return Register(**dict(bare.tables()) | {"members": bare.members.assign(birth_year=unknown)})


def with_private_of(offered: Register, known: Register) -> Register:
    """Return a register to publish with what it leaves out of members that are known.

    Whoever edits a register is not shown names and years of birth: an empty cell keeps what is known of the
    same member. That is one of the same body and number whose term began on the same day.

    Args:
        offered: the bodies to publish.
        known: as :meth:`geodata.store.Store.register` returns it with names.
    """
    members = offered.members
    told = known.members.reindex(columns=[*_SAME_MEMBER, *PRIVATE_COLUMNS])
    found = members[_SAME_MEMBER].merge(told, on=_SAME_MEMBER, how="left").set_axis(members.index)
    kept = {
        column: members[column].fillna(found[column]) if column in members else found[column]
        for column in PRIVATE_COLUMNS
    }
    types = {NAME_COLUMN: "str", "birth_year": "Int64"}
    return Register(**dict(offered.tables()) | {"members": members.assign(**kept).astype(types)})
