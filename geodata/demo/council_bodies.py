"""Which councils and other bodies the demonstration country has, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

import numpy as np
import pandas as pd

from geodata.councils.pack import BodyType, CouncilPack
from geodata.councils.schemas import TITLE_PREFIX
from geodata.demo.council_settings import BodyDraw, CouncilDraws
from geodata.packs import Pack

POPULATION = "population"
NEW_DAYS = (30, 300)
"""How long ago new bodies were founded."""

Area = Mapping[str, str]
"""Code, type and names of an area, by column."""

State = TypeVar("State", bound=str)


@dataclass(frozen=True)
class Body:
    """A body as the register is to have it."""

    body_id: str
    draw: BodyDraw
    area: Area
    """That it serves."""
    titles: Mapping[str, str]
    founded_on: date
    dissolved_on: date | None
    chartered_on: date | None
    n_seats: int
    is_elected_council: bool
    until: date
    """Its last day, or the one the register was kept up to."""

    @cached_property
    def term(self) -> tuple[date, date]:
        """The first and the last day of its members' term, which its dissolution cuts short."""
        first = max(self.draw.term_started, self.founded_on)
        end = pd.Timestamp(self.draw.term_started) + pd.DateOffset(years=self.draw.term_years, days=-1)
        return first, self.until if self.dissolved_on else end.date()

    def row(self) -> dict[str, object]:
        """Return its row of the register's bodies."""
        titles = {f"{TITLE_PREFIX}{language}": title for language, title in self.titles.items()}
        return {
            "body_id": self.body_id,
            "body_type": self.draw.body_type,
            "area_code": self.area["area_code"],
            **titles,
            "founded_on": self.founded_on,
            "dissolved_on": self.dissolved_on,
            "statutory_seats": self.n_seats if self.is_elected_council else None,
            "charter_registered_on": self.chartered_on,
        }


@dataclass(frozen=True)
class Founder:
    """What bodies are founded from."""

    pack: Pack
    councils: CouncilPack
    draws: CouncilDraws
    areas: pd.DataFrame
    population: pd.Series[float]
    """Of the latest period, by area code."""

    def bodies(self, draw: BodyDraw, rng: np.random.Generator) -> Iterator[Body]:
        """Yield the bodies of a draw, in the order of the codes of their areas."""
        for area in self._areas(draw):
            if rng.random() >= draw.share:
                continue
            count = rng.integers(*draw.per_area, endpoint=True)
            for number in range(1, count + 1):
                yield self._body(draw, area, number if count > 1 else None, rng)

    def _areas(self, draw: BodyDraw) -> list[Area]:
        numbers = {level.id: level.number for level in self.pack.levels}
        areas = self.areas[self.areas["admin_level"] == numbers[draw.level]].sort_values("area_code")
        if draw.area_types:
            areas = areas[areas["area_type"].isin(draw.area_types)]
        texts = areas.filter(regex="^(area_code|area_type|area_name|name_.*)$")
        return [
            dict(zip(texts.columns, row, strict=True)) for row in texts.itertuples(index=False, name=None)
        ]

    def _body(self, draw: BodyDraw, area: Area, number: int | None, rng: np.random.Generator) -> Body:
        body_type = self.councils.body_types[draw.body_type]
        founded_on, dissolved_on = self._life(draw, rng)
        until = self.draws.as_of if dissolved_on is None else dissolved_on - timedelta(days=1)
        is_chartered = rng.random() < draw.chartered_share
        return Body(
            body_id="-".join([area["area_code"], draw.body_type, str(number or 1)]),
            draw=draw,
            area=area,
            titles=self._titles(body_type, area, number),
            founded_on=founded_on,
            dissolved_on=dissolved_on,
            chartered_on=random_day(founded_on, until, rng) if is_chartered else None,
            n_seats=self._seats(draw, area, rng),
            is_elected_council=body_type.is_elected_council,
            until=until,
        )

    def _life(self, draw: BodyDraw, rng: np.random.Generator) -> tuple[date, date | None]:
        state = chosen(draw.life, rng)
        if state == "new":
            return self.draws.as_of - timedelta(days=int(rng.integers(*NEW_DAYS))), None
        founded_on = random_day(*draw.founded, rng)
        if state == "standing":
            return founded_on, None
        return founded_on, random_day(draw.term_started + timedelta(days=1), self.draws.as_of, rng)

    def _seats(self, draw: BodyDraw, area: Area, rng: np.random.Generator) -> int:
        if draw.members.seats is not None:
            return int(rng.integers(*draw.members.seats, endpoint=True))
        residents = float(self.population[area["area_code"]])
        row = self.councils.seats_for(
            draw.body_type, residents, on=self.draws.as_of, area_type=area["area_type"]
        )
        if row is None:
            raise ValueError(f"expected statutory seats of {draw.body_type} with {residents:.0f} residents")
        return row.seats

    def _titles(self, body_type: BodyType, area: Area, number: int | None) -> dict[str, str]:
        first, *others = self.pack.languages
        names = {first: area["area_name"], **{language: area[f"name_{language}"] for language in others}}
        suffix = f" № {number}" if number else ""
        return {language: f"{body_type.title[language]}, {name}{suffix}" for language, name in names.items()}


def chosen(weights: Mapping[State, float], rng: np.random.Generator) -> State:
    """Return one of the states, as likely as its weight among them."""
    states = list(weights)
    shares = np.array([weights[state] for state in states])
    return states[rng.choice(len(states), p=shares / shares.sum())]


def random_day(first: date, last: date, rng: np.random.Generator) -> date:
    """Return a day between two, both included."""
    return first + timedelta(days=int(rng.integers((last - first).days, endpoint=True)))
