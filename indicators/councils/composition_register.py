"""The composition rules applied to all bodies of a register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from geodata.councils.composition_rules import CompositionPack
from geodata.councils.schemas import SEXES
from indicators.councils.composition import Composition, check_composition, is_composed
from indicators.councils.on_day import OnDay

_COLUMNS = ("body_id", "body_type", "rules", "n_members", "is_composed", "n_met", "n_broken", "n_untold")


def compositions(
    on_day: OnDay, *, chair_role: str, statutory_seats: Mapping[str, int] | None = None
) -> dict[str, Composition]:
    """Return the composition of every body whose members the register lists.

    Args:
        on_day: the register on a day.
        chair_role: the role of the chair, as :class:`CompositionPack` names it.
        statutory_seats: by body; those of the register by default.

    Returns:
        By ``body_id``. A body whose chair's term has no first day, or that has not just one chair, has none
        whose term is known.
    """
    listed = on_day.bodies[on_day.has_members(on_day.bodies["body_id"])]
    seats = _seats(listed) if statutory_seats is None else statutory_seats
    members = dict(list(on_day.members.groupby("body_id")))
    nobody = on_day.members[:0]
    return {
        body_id: _composition(members.get(body_id, nobody), chair_role, seats.get(body_id))
        for body_id in listed["body_id"]
    }


def check_register(
    pack: CompositionPack, on_day: OnDay, *, statutory_seats: Mapping[str, int] | None = None
) -> pd.DataFrame:
    """Apply the rules of a pack to the bodies they hold for.

    Args:
        pack: the rules.
        on_day: the register on a day.
        statutory_seats: by body; those of the register by default.

    Returns:
        One row per body for whose type there are rules: ``body_id, body_type, rules`` (key of the rules in
        the pack), ``n_members``, ``is_composed`` (True, False, or missing where it cannot be told) and the
        numbers of rules ``n_met, n_broken, n_untold``. A body whose members the register does not list has
        only missing ones.
    """
    composed = compositions(on_day, chair_role=pack.chair_role, statutory_seats=statutory_seats)
    table = pd.DataFrame(_rows(pack, on_day, composed), columns=list(_COLUMNS))
    texts = dict.fromkeys(_COLUMNS[:3], "str")
    counts = {name: "Int64" for name in _COLUMNS if name.startswith("n_")}
    return table.astype(texts | counts | {"is_composed": "boolean"})


def _rows(
    pack: CompositionPack, on_day: OnDay, composed: Mapping[str, Composition]
) -> Iterator[tuple[object, ...]]:
    rules_of = {body_type: key for key, rules in pack.bodies.items() for body_type in rules.body_types}
    for body_id, body_type in zip(on_day.bodies["body_id"], on_day.bodies["body_type"], strict=True):
        if (key := rules_of.get(body_type)) is None:
            continue
        if (composition := composed.get(body_id)) is None:
            yield (body_id, body_type, key, *[None] * 5)
            continue
        results = check_composition(pack.bodies[key], composition, on=on_day.on)
        verdicts = [each.is_met for each in results]
        numbers = [verdicts.count(verdict) for verdict in (True, False, None)]
        yield (body_id, body_type, key, composition.n, is_composed(results), *numbers)


def _seats(bodies: pd.DataFrame) -> dict[str, int]:
    known = bodies.dropna(subset="statutory_seats")
    return {
        body_id: int(seats) for body_id, seats in zip(known["body_id"], known["statutory_seats"], strict=True)
    }


def _composition(members: pd.DataFrame, chair_role: str, statutory_seats: int | None) -> Composition:
    return Composition(
        n=len(members),
        by_seat_type=Counter(members["seat_type"]),
        by_sex={sex: int((members["sex"] == sex).sum()) for sex in SEXES},
        unknown_sex=int(members["sex"].isna().sum()),
        chair_since=_chair_since(members.loc[members["role"] == chair_role, "term_from"]),
        statutory_seats=statutory_seats,
    )


def _chair_since(terms: pd.Series) -> date | None:
    first_days = [day for day in terms if isinstance(day, date)]
    return first_days[0] if len(first_days) == len(terms) == 1 else None
