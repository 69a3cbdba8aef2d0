"""The public sheet of a body put together."""

from __future__ import annotations

from dashboard.components.council.body.composition import body_verdicts
from dashboard.components.council.body.lines import body_lines
from dashboard.components.council.body.listings import body_listings
from dashboard.components.council.body.marks import body_marks
from dashboard.components.council.body.people import People
from dashboard.components.council.body.sheet import BodySheet
from dashboard.components.council.desk import Desk


def body_sheet(desk: Desk, body_id: str) -> BodySheet:
    """Return all that is public of a body on the day of the desk.

    Args:
        desk: of the page.
        body_id: of a body of the register, whether there is one on the day or not.
    """
    tell = desk.words.translate
    bodies = desk.book.register.bodies
    body = bodies[bodies["body_id"] == body_id].iloc[0]
    is_there = bool(desk.on.bodies["body_id"].eq(body_id).any())
    is_known = str(body["body_type"]) in desk.councils.body_types
    people = People(desk, body) if is_there and is_known else None
    return BodySheet(
        body_id=body_id,
        title=str(desk.titles[body_id]),
        area_code=str(body["area_code"]),
        marks=tuple(body_marks(desk, body, people)),
        lines=tuple(body_lines(desk, body, people)),
        verdicts=() if people is None else tuple(body_verdicts(desk, people)),
        listings=tuple(body_listings(desk, body, people)),
        notes=(tell("Names and contacts of members are never shown."),),
    )
