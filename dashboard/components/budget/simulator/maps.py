"""Before and after side by side, on maps with the same classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.area_map.view import Classification, Column
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.graded import graded
from dashboard.components.budget.picking import pickable_map
from dashboard.components.budget.simulator.run import Run
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.words import Words
from indicators.budget.provision import CURRENCY_PER_THOUSAND
from indicators.budget.scenario import NATION

Paint = Literal["provision", "with_grants", "grant_pc", "change_pc"]

PAINT_TEXTS: dict[Paint, str] = {
    "provision": N_("Budget provision: before any grant | with the grants of the scenario"),
    "with_grants": N_("Budget provision: with the current grants | with those of the scenario"),
    "grant_pc": N_("Grant per resident: current | of the scenario"),
    "change_pc": N_("Change of the grant per resident"),
}
"""What the maps can show, in English; what stands left and right is told apart by the bar."""

PROVISION_DECIMALS = 2
PLACES = 4
"""To so many places areas are at the mean: grants in whole units lift them to within rounding of it."""
KEY = "budget-maps"
STYLE = f"""<style>
.st-key-{KEY} .am {{ grid-template-columns: minmax(0, 1fr); }}
.st-key-{KEY} .am-table {{ display: none; }}
.st-key-{KEY} .am-plot {{ height: min(52vh, 26rem); }}
</style>"""
"""Two maps share the width; the table of all areas stands below them once."""


@dataclass(frozen=True, eq=False, slots=True)
class Shown:
    """A map: its title, and a number of each area."""

    key: str
    title: str
    by_area: pd.Series


def paints(run: Run) -> list[Paint]:
    """Return what the maps can show of a result: nothing about current grants where none is known."""
    if run.told["current_grant"].notna().any():
        return list(PAINT_TEXTS)
    return ["provision", "grant_pc"]


def show_maps(desk: Desk, run: Run) -> None:
    """Show the choice of what the maps show, and the maps."""
    words = desk.words
    offered = paints(run)
    paint = state.select(
        "paint",
        words.translate("The maps show"),
        offered,
        default=offered[0],
        words=lambda each: words.translate(PAINT_TEXTS[each]),
    )
    st.html(STYLE)
    maps = painted(words, run, paint)
    with st.container(key=KEY):
        for column, (key, classification) in zip(st.columns(len(maps)), maps.items(), strict=True):
            with column:
                st.markdown(f"**{classification.title}**")
                pickable_map(desk, classification, key=f"simulator.{key}")
    st.caption(_caption(words, paint))


def painted(words: Words, run: Run, paint: Paint) -> dict[str, Classification]:
    """Return the maps of a result by key; those of one kind have the same classes."""
    is_provision = paint in ("provision", "with_grants")
    shown = {each: each.by_area.round(PLACES) for each in _shown(words, run, paint)}
    pooled = pd.concat(list(shown.values()))
    midpoint = NATION if is_provision else _zero_if_signed(pooled)
    heading = words.translate("Budget provision index") if is_provision else per_head_unit(words)
    return {
        each.key: graded(
            words,
            by_area,
            title=each.title,
            heading=heading,
            decimals=PROVISION_DECIMALS if is_provision else 0,
            value_title=heading,
            breaks_from=pooled,
            midpoint=midpoint,
            unchanged=_at_midpoint(words, paint),
            columns=_columns(words, run),
        )
        for each, by_area in shown.items()
    }


def _at_midpoint(words: Words, paint: Paint) -> str:
    """Return what areas exactly at the middle of the classes are called; empty where they are no class."""
    if paint == "grant_pc":
        return ""
    return words.translate("no change") if paint == "change_pc" else words.translate("1: the mean")


def _shown(words: Words, run: Run, paint: Paint) -> Sequence[Shown]:
    tell, areas = words.translate, run.areas
    if paint == "change_pc":
        return [Shown("change", tell("Scenario less current"), _per_head(areas["change"], areas))]
    if paint == "grant_pc":
        left = Shown("current", tell("Current grants"), _per_head(areas["current_grant"], areas))
        right = Shown("after", tell("Grants of the scenario"), areas["grant_pc"])
        return [left, right] if areas["current_grant"].notna().any() else [right]
    before = (
        Shown("before", tell("Before any grant"), areas["provision_before"])
        if paint == "provision"
        else Shown("current", tell("With the current grants"), areas["provision_current"])
    )
    return [before, Shown("after", tell("With the grants of the scenario"), areas["provision_after"])]


def _columns(words: Words, run: Run) -> list[Column]:
    """Return what else is said of an area beside the pointer."""
    areas = run.areas
    return [
        Column(key="grant_pc", title=words.translate("Grant per resident"), by_area=areas["grant_pc"]),
        Column(key="residents", title=words.translate("Residents"), by_area=areas["population"]),
    ]


def _per_head(amount: pd.Series[float], areas: pd.DataFrame) -> pd.Series[float]:
    people = areas["population"].where(areas["population"] > 0)
    return amount / people * CURRENCY_PER_THOUSAND


def _zero_if_signed(values: pd.Series[float]) -> float | None:
    return 0.0 if bool((values < 0).any()) else None


def _caption(words: Words, paint: Paint) -> str:
    tell = words.translate
    same = tell("Both maps have the same classes. Click an area to see how its grant is computed.")
    if paint == "change_pc":
        return tell("Above zero the area gets more than now. Click it to see how its grant is computed.")
    if paint == "grant_pc":
        return same
    nation = tell("1 is the nation before any grant; colours change there.")
    return f"{nation} {same}"
