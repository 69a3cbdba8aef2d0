"""The layers of a stacked chart of a budget: its items with their names and colours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from config.i18n import N_
from dashboard.components.budget.desk import Desk
from dashboard.components.words import Words
from dashboard.i18n import in_language
from geodata.budgets import BudgetPack
from indicators.budget.structure import EXPENDITURE, REVENUE, UNACCOUNTED, Measure, measured, stack_items
from indicators.catalogue import Catalogue

DEPTHS = {REVENUE: 2, EXPENDITURE: 1}
"""How many steps below a total items are told apart: groups of revenue, functions of expenditure."""

OWN_COLORS = ("#08519c", "#4292c6", "#5fb98b", "#a6dba0")
TRANSFER_COLORS = ("#8c2d04", "#d95f0e", "#fe9929", "#fec44f", "#fee391")
FUNCTION_COLORS = (
    "#332288", "#88ccee", "#117733", "#999933", "#ddcc77", "#cc6677", "#882255", "#aa4499", "#44aa99",
)  # fmt: skip
"""Safe for colour-blind readers: the scheme “muted” of Paul Tol (2021)."""
UNACCOUNTED_COLOR = "#9aa4ab"

UNACCOUNTED_TEXT = N_("Total known, items not")

LEGEND_STYLE = """<style>
.layers { display: flex; flex-wrap: wrap; gap: 0.2rem 0.9rem; font-size: 0.85rem; }
.layers span { display: flex; align-items: center; gap: 0.35rem; }
.layers i { width: 0.8rem; height: 0.8rem; border-radius: 2px; flex: none; }
</style>"""


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """An item in every bar of a chart."""

    title: str
    color: str
    amounts: pd.Series[float]
    """By bar; missing where nothing is known."""
    is_hatched: bool = False
    """Whether it stands for what is not told apart."""


def item_title(words: Words, budget: BudgetPack | None, item_id: str) -> str:
    """Return what an item is called in the country's reports, or else in the catalogue."""
    if budget is not None and item_id in budget.items:
        return in_language(budget.items[item_id].title, words.language)
    return words.title(item_id)


def layers_of(desk: Desk, table: pd.DataFrame, total_id: str, measure: Measure) -> list[Layer]:
    """Return the items of a total that anything is known of, and what of it no known item accounts for.

    Args:
        desk: of the page.
        table: as :func:`indicators.budget.structure.budget_table` returns it: a row per bar.
        total_id: revenue or expenditure.
        measure: of the amounts; those in currency come in the scale of the visit.
    """
    catalogue = desk.words.catalogue
    known = set(table.columns[table.notna().any()])
    items = stack_items(catalogue, total_id, known, depth=DEPTHS[total_id])
    amounts = measured(table, [*items, UNACCOUNTED], total_id=total_id, measure=measure)
    amounts *= desk.money.factor if measure == "total" else 1.0
    colors = _colors(catalogue, total_id, items)
    layers = [
        Layer(title=item_title(desk.words, desk.budget, each), color=colors[each], amounts=amounts[each])
        for each in items
    ]
    rest = Layer(
        title=desk.words.translate(UNACCOUNTED_TEXT),
        color=UNACCOUNTED_COLOR,
        amounts=amounts[UNACCOUNTED].where(amounts[UNACCOUNTED] > 0),
        is_hatched=True,
    )
    return [layer for layer in (*layers, rest) if layer.amounts.notna().any()]


def legend_html(layers: Sequence[Layer]) -> str:
    """Return what the colours of a chart mean, as HTML that finds room on a phone."""
    entries = "".join(
        f'<span><i style="background:{_fill(layer)}"></i>{escape(layer.title)}</span>' for layer in layers
    )
    return f'{LEGEND_STYLE}<div class="layers">{entries}</div>'


def _colors(catalogue: Catalogue, total_id: str, items: Collection[str]) -> dict[str, str]:
    """Return a colour per item: one family for each part of revenue, a colour for each function."""
    if total_id == EXPENDITURE:
        return dict(zip(catalogue[total_id].parts, FUNCTION_COLORS, strict=False))
    colors = {}
    for part, family in zip(catalogue[total_id].parts, (OWN_COLORS, TRANSFER_COLORS), strict=False):
        shown = [part] if part in items else catalogue[part].parts
        colors |= dict(zip(shown, family, strict=False))
    return colors


def _fill(layer: Layer) -> str:
    if not layer.is_hatched:
        return layer.color
    return f"repeating-linear-gradient(45deg,{layer.color} 0 2px,#fff 2px 4px)"
