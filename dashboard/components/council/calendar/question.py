"""What a person asks of the calendar: of which area, which entries, how far ahead."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.calendar.entries import KIND_TEXTS, Kind, asked
from dashboard.components.council.desk import Desk
from dashboard.names import area_labels

ALL = ""
UPCOMING_MONTHS = (3, 6, 12)
ALL_KINDS, ALL_TYPES = N_("Everything"), N_("All bodies")
MONTHS = N_("{n} months")


@dataclass(frozen=True, slots=True)
class Question:
    """Which entries are asked for."""

    area_code: str
    """All that is part of it, too."""
    kind: Kind | None
    body_type: str | None
    months: int
    """How far ahead."""

    def of(self, entries: pd.DataFrame, areas: pd.DataFrame) -> pd.DataFrame:
        """Return the entries that are asked for, among all within the months ahead."""
        return asked(entries, areas, area_code=self.area_code, kind=self.kind, body_type=self.body_type)


def ask(desk: Desk) -> Question:
    """Show the choices above the calendar; return what is asked."""
    tell = desk.words.translate
    area_column, kind_column, type_column, months_column = st.columns([4, 3, 3, 2])
    with area_column:
        area_code = _ask_area(desk)
    with kind_column:
        kinds = [ALL, *KIND_TEXTS]
        kind = state.select("kind", tell("What"), kinds, default=ALL, words=lambda each: _kind(desk, each))
    with type_column:
        types = [ALL, *desk.councils.body_types]
        body_type = state.select(
            "body_type", tell("Bodies"), types, default=ALL, words=lambda each: _type(desk, each)
        )
    with months_column:
        months = state.select(
            "upcoming",
            tell("Look ahead"),
            UPCOMING_MONTHS,
            default=UPCOMING_MONTHS[1],
            words=lambda each: tell(MONTHS).format(n=desk.words.whole(each)),
        )
    return Question(
        area_code,
        next((each for each in KIND_TEXTS if each == kind), None),
        body_type or None,
        months,
    )


def offered_areas(desk: Desk, chosen: str) -> pd.Series[str]:
    """Return the labels of the areas to choose from: all but the smallest ones, and the chosen one."""
    labels = area_labels(desk.areas, desk.words.language)
    levels = desk.areas["admin_level"].reindex(labels.index)
    is_offered = (levels < levels.max()) | (labels.index == chosen)
    ordered = labels[is_offered]
    return ordered.loc[levels[is_offered].sort_values(kind="stable").index]


def _ask_area(desk: Desk) -> str:
    country = desk.words.pack.area_code
    labels = offered_areas(desk, state.choice("area", list(desk.areas.index), country))
    return state.select(
        "area", desk.words.translate("Area"), list(labels.index), default=country, words=labels.__getitem__
    )


def _kind(desk: Desk, key: str) -> str:
    texts: dict[str, str] = {ALL: ALL_KINDS, **KIND_TEXTS}
    return desk.words.translate(texts[key])


def _type(desk: Desk, key: str) -> str:
    return desk.type_title(key) if key else desk.words.translate(ALL_TYPES)
