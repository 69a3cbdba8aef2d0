"""The parts of the page of councils."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from config.i18n import N_
from dashboard import state
from dashboard.components.council.body_section import body_section
from dashboard.components.council.calendar_section import calendar_section
from dashboard.components.council.checker_section import checker_section
from dashboard.components.council.coverage_section import coverage_section
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps_section import gaps_section
from dashboard.components.council.hearings_section import hearings_section
from dashboard.components.council.involvement_section import involvement_section
from dashboard.components.council.services_section import services_section

Part = Literal["coverage", "gaps", "calendar", "body", "composition", "hearings", "involvement", "services"]

PARTS: dict[Part, tuple[str, Callable[[Desk], None]]] = {
    "coverage": (N_("Coverage"), coverage_section),
    "gaps": (N_("Gaps"), gaps_section),
    "calendar": (N_("Calendar"), calendar_section),
    "body": (N_("One body"), body_section),
    "composition": (N_("Composition check"), checker_section),
    "hearings": (N_("Hearings"), hearings_section),
    "involvement": (N_("Involvement"), involvement_section),
    "services": (N_("Services"), services_section),
}


def show_parts(desk: Desk) -> None:
    """Show the choice of parts and the chosen one."""
    tell = desk.words.translate
    part = state.segments("part", tell("Part"), list(PARTS), words=lambda each: tell(PARTS[each][0]))
    PARTS[part][1](desk)
