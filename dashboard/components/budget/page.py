"""The parts of the page of budgets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from config.i18n import N_
from dashboard import state
from dashboard.components.budget.debt_section import debt_section
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.map_section import map_section
from dashboard.components.budget.national_section import national_section
from dashboard.components.budget.provision_section import provision_section
from dashboard.components.budget.shared_taxes_section import shared_taxes_section
from dashboard.components.budget.simulator.section import simulator_section
from dashboard.components.budget.structure_section import structure_section

Part = Literal["map", "structure", "provision", "simulator", "taxes", "debt", "nation"]

PARTS: dict[Part, tuple[str, Callable[[Desk], None]]] = {
    "map": (N_("Map"), map_section),
    "structure": (N_("One budget"), structure_section),
    "provision": (N_("Provision"), provision_section),
    "simulator": (N_("Equalization"), simulator_section),
    "taxes": (N_("Shared taxes"), shared_taxes_section),
    "debt": (N_("Debts"), debt_section),
    "nation": (N_("The country"), national_section),
}


def show_parts(desk: Desk) -> None:
    """Show the choice of parts and the chosen one."""
    tell = desk.words.translate
    part = state.segments("part", tell("Part"), list(PARTS), words=lambda each: tell(PARTS[each][0]))
    PARTS[part][1](desk)
