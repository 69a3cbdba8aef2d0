"""What the part on coverage is asked: a type of bodies, a measure, a level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.norms import ONE_PER_TEXTS
from dashboard.i18n import in_language
from geodata.councils.pack import CouncilPack
from indicators.councils.coverage import MEASURES, OF_NO_TYPE
from indicators.councils.norms import OnePer

FIRST_MEASURE = "areas_covered"
"""Shown until another one is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is chosen."""

    body_type: str
    measure: str
    report_type: str | None
    """Of reports on time; None for every other measure."""
    one_per: OnePer
    level: int
    """Whose areas are drawn."""


def ask(desk: Desk) -> Question:
    """Show the choices and return what is chosen."""
    tell = desk.words.translate
    type_column, measure_column, level_column = st.columns([5, 5, 4])
    with type_column:
        body_type = ask_type(desk)
    with measure_column:
        measure = _ask_measure(desk, body_type)
    report_type = _ask_report_type(desk, body_type) if measure == "reports_on_time" else None
    one_per = _ask_one_per(desk, body_type) if measure == "norm" else default_one_per(desk, body_type)
    rows = measured(type_rows(desk, body_type, one_per), measure, report_type)
    levels = drawn_levels(desk, rows)
    with level_column:
        level = state.select(
            "level",
            tell("Level"),
            levels,
            default=_clearest(desk, levels),
            words=lambda each: in_language(desk.words.pack.level(each).plural, desk.words.language),
        )
    return Question(
        body_type=body_type, measure=measure, report_type=report_type, one_per=one_per, level=level
    )


def ask_type(desk: Desk) -> str:
    """Show the choice of a type of bodies, at first an elected council, and return its key."""
    offered = offered_types(desk)
    elected = (each for each in offered if desk.councils.body_types[each].is_elected_council)
    return state.select(
        "body_type",
        desk.words.translate("Type of body"),
        offered,
        default=next(elected, offered[0]),
        words=desk.type_title,
    )


def offered_types(desk: Desk) -> list[str]:
    """Return the types that may serve a loaded area, or that the register has; all where there are none."""
    held = set(desk.book.register.bodies["body_type"])
    offered = [key for key in desk.councils.body_types if key in held or _may_serve_any(desk, key)]
    return offered or list(desk.councils.body_types)


def offered_measures(councils: CouncilPack, body_type: str) -> list[str]:
    """Return the measures that say something of a type, as :data:`MEASURES` has them.

    Those of no type are offered with elected councils, to which they belong in a reader's mind.
    """
    return [each for each in MEASURES if _is_about(councils, body_type, each)]


def measure_title(desk: Desk, measure: str, report_type: str | None) -> str:
    """Return what a measure is called, with the kind of report where it is about one."""
    title = desk.words.translate(MEASURES[measure].title)
    return title if report_type is None else f"{title}: {report_title(desk, report_type)}"


def report_title(desk: Desk, report_type: str) -> str:
    """Return what a type of reports is called."""
    return in_language(desk.councils.report_types[report_type].title, desk.words.language)


def type_rows(desk: Desk, body_type: str, one_per: OnePer) -> pd.DataFrame:
    """Return all measures that are offered with a type, for all areas, as they may be published."""
    offered = offered_measures(desk.councils, body_type)
    own = desk.public_rows(body_type, one_per)
    if set(offered).isdisjoint(OF_NO_TYPE):
        return own[own["measure"].isin(offered)]
    rows = pd.concat([own, desk.public_rows(None, "settlement")], ignore_index=True)
    return rows[rows["measure"].isin(offered)]


def measured(rows: pd.DataFrame, measure: str, report_type: str | None) -> pd.DataFrame:
    """Return the rows of one measure."""
    is_asked = rows["measure"] == measure
    return rows[is_asked if report_type is None else is_asked & (rows["report_type"] == report_type)]


def drawn_levels(desk: Desk, rows: pd.DataFrame) -> list[int]:
    """Return the levels below the country that have rows, and shapes to be drawn."""
    drawn = set(desk.layers["admin_level"]) & set(rows["admin_level"])
    return sorted(int(each) for each in drawn if each > 0)


def default_one_per(desk: Desk, body_type: str) -> OnePer:
    """Return what the norm for a type is taken to mean until a reader chooses."""
    return next(iter(_one_pers(desk.councils, body_type)), "settlement")


def _is_about(councils: CouncilPack, body_type: str, measure: str) -> bool:
    about = councils.body_types[body_type]
    needed = {
        "settlements_represented": about.represents_settlements,
        "reports_on_time": bool(councils.duties_of(body_type)),
        "sessions": about.sessions is not None,
        "norm": any(norm.body_type == body_type for norm in councils.norms),
    }
    is_of_councils = MEASURES[measure].of_councils or measure in OF_NO_TYPE
    return needed.get(measure, True) and (about.is_elected_council or not is_of_councils)


def _may_serve_any(desk: Desk, key: str) -> bool:
    about, areas = desk.councils.body_types[key], desk.areas
    numbers = [desk.words.pack.level_by_id(each).number for each in about.levels]
    of_level = areas[areas["admin_level"].isin(numbers)]
    if not about.area_types:
        return not of_level.empty
    kinds = of_level.reindex(columns=["area_type"])["area_type"]
    return bool((kinds.isin(about.area_types) | kinds.isna()).any())


def _ask_measure(desk: Desk, body_type: str) -> str:
    return state.select(
        "coverage",
        desk.words.translate("Measure"),
        offered_measures(desk.councils, body_type),
        default=FIRST_MEASURE,
        words=lambda each: desk.words.translate(MEASURES[each].title),
    )


def _ask_report_type(desk: Desk, body_type: str) -> str:
    offered = [duty.report_type for duty in desk.councils.duties_of(body_type)]
    if len(offered) == 1:
        return offered[0]
    return state.select(
        "report_type",
        desk.words.translate("Report"),
        offered,
        default=offered[0],
        words=lambda each: report_title(desk, each),
    )


def _ask_one_per(desk: Desk, body_type: str) -> OnePer:
    offered = list(_one_pers(desk.councils, body_type))
    if len(offered) < 2:
        return default_one_per(desk, body_type)
    one_per: OnePer = state.select(
        "one_per",
        desk.words.translate("How the norm is read"),
        offered,
        default=offered[0],
        words=lambda each: desk.words.translate(ONE_PER_TEXTS[each]),
    )
    return one_per


def _one_pers(councils: CouncilPack, body_type: str) -> Iterator[OnePer]:
    """Yield what the norms for a type may mean, where one leaves it open."""
    open_norms = (norm for norm in councils.norms if norm.body_type == body_type and len(norm.one_per) > 1)
    yield from dict.fromkeys(each for norm in open_norms for each in norm.one_per)


def _clearest(desk: Desk, levels: list[int]) -> int:
    """Return the deepest level that is drawn as polygons: on it a reader sees most."""
    polygons = [each for each in levels if desk.words.pack.level(each).geometry == "polygon"]
    return max(polygons or levels)
