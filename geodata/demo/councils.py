"""The register of councils and other bodies of the demonstration country."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from geodata.councils.register import Register
from geodata.demo.areas import SETTLEMENT
from geodata.demo.council_bodies import Founder
from geodata.demo.council_members import Membership, Row
from geodata.demo.council_settings import BodyDraw
from geodata.demo.council_work import Work
from geodata.demo.country import DemoCountry
from geodata.demo.settlements import POPULATION


def add_councils(country: DemoCountry) -> DemoCountry:
    """Add a register of bodies with members, meetings, reports and hearings, if the settings draw any.

    Seats of elected councils follow from the residents of their areas, members stand for settlements in
    proportion to theirs, and nothing happens before a body was founded or after it was dissolved. Members
    have no names.
    """
    councils, draws = country.settings.councils, country.settings.council_draws
    if councils is None or draws is None:
        return country
    areas = pd.DataFrame(country.areas.drop(columns="geometry"))
    population = _latest_population(country)
    settlements = areas[areas["admin_level"] == SETTLEMENT].set_index("parent_code")["area_code"]
    founder = Founder(country.pack, councils, draws, areas, population)
    membership = Membership(councils, draws, settlements, population)
    work = Work(councils, draws)
    rows: dict[str, list[Row]] = {
        name: [] for name in ("bodies", "members", "meetings", "reports", "hearings")
    }
    for draw in draws.bodies:
        rng = country.random(_topic(draw))
        for body in founder.bodies(draw, rng):
            members = membership.of(body, rng)
            rows["bodies"].append(body.row())
            rows["members"] += members
            rows["meetings"] += work.meetings(body, members, rng)
            rows["reports"] += work.reports(body, rng)
            rows["hearings"] += work.hearings(body, rng)
    return replace(country, register=Register.from_rows(**rows))


def _topic(draw: BodyDraw) -> str:
    return ".".join(["councils", draw.body_type, draw.level, *draw.area_types])


def _latest_population(country: DemoCountry) -> pd.Series[float]:
    """Return the residents of municipalities and settlements in the last year, by area code."""
    observations = country.observations
    population = observations[observations["indicator_id"] == POPULATION]
    latest = population[population["period"] == population["period"].max()]
    values: pd.Series[float] = latest.set_index("area_code")["value"]
    return values
