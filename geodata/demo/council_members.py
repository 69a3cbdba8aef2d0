"""Who sits in the bodies of the demonstration country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from geodata.councils.pack import CouncilPack
from geodata.councils.schemas import AGE_GROUPS, Sex
from geodata.demo.council_bodies import Body, chosen, random_day
from geodata.demo.council_settings import CouncilDraws
from geodata.demo.noise import FloatArray

Row = dict[str, object]

RESIGNED_SHARE = 0.25
"""Of the members of a body under strength."""

MONTH_DAYS = 30.44


@dataclass(frozen=True)
class Membership:
    """What members are drawn from."""

    councils: CouncilPack
    draws: CouncilDraws
    settlements: pd.Series[str]
    """Their codes, by the code of the area they are part of."""
    population: pd.Series[float]
    """Of the latest period, by area code."""

    def of(self, body: Body, rng: np.random.Generator) -> list[Row]:
        """Return the rows of a body's members; none where the register does not list them."""
        strength = chosen(body.draw.members.strength, rng)
        if strength == "unlisted":
            return []
        rows = self._seated(body, rng)
        resigned = {"empty": 1.0, "under_strength": RESIGNED_SHARE}.get(strength, 0.0)
        self._resign(rows, body, resigned, rng)
        if self.councils.body_types[body.draw.body_type].represents_settlements:
            rows += self._represent(rows, body, rng)
        return [row | {"member_no": number} for number, row in enumerate(rows, start=1)]

    def _seated(self, body: Body, rng: np.random.Generator) -> list[Row]:
        members, n = body.draw.members, body.n_seats
        is_unbalanced = rng.random() < members.unbalanced_share
        cycle = members.unbalanced_cycle if is_unbalanced else members.seat_cycle
        people = self._people(n, body, rng)
        rows = [
            person | {"seat_type": cycle[position % len(cycle)], "role": self._role(members.roles, position)}
            for position, person in enumerate(people)
        ]
        if members.chair_months is not None:
            months = rng.integers(*members.chair_months, endpoint=True)
            took_seat = self.draws.as_of - timedelta(days=round(months * MONTH_DAYS))
            rows[0]["term_from"] = max(body.term[0], took_seat)
        return rows

    def _role(self, roles: Sequence[str], position: int) -> str:
        return roles[position] if position < len(roles) else self.draws.plain_role

    def _people(self, n: int, body: Body, rng: np.random.Generator) -> list[Row]:
        first, last = body.term
        share, spread = body.draw.members.women_share, self.draws.women_spread
        women = rng.random(n) < rng.beta(share * spread, (1 - share) * spread)
        sexes: list[Sex | None] = ["f" if is_woman else "m" for is_woman in women]
        drawn = rng.normal(body.draw.members.mean_age, self.draws.age_spread, n)
        ages = np.clip(drawn.round(), self.draws.youngest, None)
        unknown = rng.random(n) < self.draws.unknown.sex
        return [
            {
                "body_id": body.body_id,
                "sex": None if is_unknown else sex,
                "term_from": first,
                "term_to": last,
                **age,
            }
            for sex, is_unknown, age in zip(sexes, unknown, self._told_ages(ages, rng), strict=True)
        ]

    def _told_ages(self, ages: FloatArray, rng: np.random.Generator) -> list[Row]:
        """Return the years of birth, age groups instead of some of them, and nothing instead of others."""
        limits = self.councils.ages
        groups = np.digitize(ages, [limits.youth_below, limits.old_above + 1])
        unknown = self.draws.unknown
        hidden = np.digitize(rng.random(len(ages)), [unknown.age, unknown.age + unknown.birth_year])
        told: list[Row] = []
        for age, group, how in zip(ages, groups, hidden, strict=True):
            by_group: Row = {"age_group": AGE_GROUPS[group]} if how == 1 else {}
            told.append({"birth_year": self.draws.as_of.year - int(age)} if how == 2 else by_group)
        return told

    def _resign(self, rows: list[Row], body: Body, share: float, rng: np.random.Generator) -> None:
        """End the terms of a share of the members, of one at least if any; the chair leaves with the last."""
        first, last = body.term[0], body.until - timedelta(days=1)
        leaving = rows if share == 1 else rows[1:]
        if share == 0 or last < first:
            return
        n = max(1, round(share * len(leaving)))
        for position in rng.choice(len(leaving), n, replace=False):
            leaving[position]["term_to"] = random_day(first, last, rng)

    def _represent(self, rows: list[Row], body: Body, rng: np.random.Generator) -> list[Row]:
        """Give members settlements to stand for; return the heads of settlements without a member."""
        codes = self.settlements.loc[[body.area["area_code"]]]
        residents = codes.map(self.population).to_numpy(float)
        drawn = rng.choice(codes.to_numpy(), len(rows), p=residents / residents.sum())
        unknown = rng.random(len(rows)) < self.draws.unknown.settlement
        for row, code, is_unknown in zip(rows, drawn, unknown, strict=True):
            row["settlement_code"] = None if is_unknown else str(code)
        without = [str(code) for code in codes if code not in set(drawn)]
        seat = {"seat_type": self.draws.advisory_seat, "role": self.draws.advisory_role}
        heads = self._people(len(without), body, rng)
        return [head | seat | {"settlement_code": code} for head, code in zip(heads, without, strict=True)]
