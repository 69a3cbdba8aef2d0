"""How a body stands on the day, in a word or two."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.components.council.body.people import People
from dashboard.components.council.body.sheet import Mark
from dashboard.components.council.desk import Desk
from indicators.councils.presence import is_active


def body_marks(desk: Desk, body: pd.Series, people: People | None) -> Iterator[Mark]:
    """Yield what holds of a body.

    Args:
        desk: of the page.
        body: its row of the register.
        people: its members; None where there is no such body on the day.
    """
    tell = desk.words.translate
    if people is None:
        dissolved = body["dissolved_on"]
        if dissolved is not None and dissolved <= desk.on.on:
            yield Mark("dissolved", tell("Dissolved"), "gray")
        else:
            yield Mark("not_founded", tell("Not founded yet"), "gray")
        return
    yield from _strength(desk, people)
    yield from _activity(desk, body)


def _strength(desk: Desk, people: People) -> Iterator[Mark]:
    tell, is_under = desk.words.translate, people.is_under_strength
    if not people.has_list:
        yield Mark("members_unknown", tell("Members not known"), "orange")
    elif is_under is not None:
        yield (
            Mark("under_strength", tell("Under strength"), "orange")
            if is_under
            else Mark("full", tell("Full"), "green")
        )


def _activity(desk: Desk, body: pd.Series) -> Iterator[Mark]:
    tell, body_type = desk.words.translate, desk.councils.body_types.get(str(body["body_type"]))
    if body_type is None or body_type.active_within_months is None:
        return
    active = is_active(desk.on, desk.councils, str(body["body_type"])).set_index("body_id")["is_active"]
    told = active[body["body_id"]]
    if pd.isna(told):
        yield Mark("activity_unknown", tell("Not known whether active"), "gray")
    elif told:
        yield Mark("active", tell("Active"), "green")
    else:
        yield Mark("not_active", tell("Not active"), "red")
