"""What the money per head buys: spending beside the norms in force."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.components.budget.desk import Desk
from dashboard.components.budget.structure.bars import norm_bars
from dashboard.components.budget.structure.layers import item_title
from dashboard.components.budget.structure.over_time import measure_unit
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from dashboard.i18n import in_language, number, separators
from geodata.budgets import ExpenditureNorm
from indicators.budget.norms import norms_in_force
from indicators.budget.structure import EXPENDITURE, budget_table, measured
from indicators.hierarchy import areas_above


def norms_panel(desk: Desk, area_code: str, values: pd.DataFrame) -> None:
    """Show what an area spends per resident on every item that has a norm.

    Args:
        desk: of the page.
        area_code: the area.
        values: of the area, every period.
    """
    tell, period = desk.words.translate, desk.question.period
    norms = _norms_of(desk, area_code)
    if not norms:
        st.info(
            tell(
                "No expenditure norms in force are at hand. They belong in the country pack; until then "
                "state one norm per head under Provision."
            )
        )
        return
    in_period = values[values["period"] == period]
    compared = spent_against_norms(in_period, norms)
    if compared["spent"].isna().all():
        st.info(tell("Nothing is known of what this area spends on the items with norms."))
        return
    st.html(norms_html(desk, compared, norms))
    figure = norm_bars(
        compared,
        [item_title(desk.words, desk.budget, each) for each in compared.index],
        titles=(tell("Spent"), tell("Norm")),
        unit=measure_unit(desk, "per_resident"),
        separators=separators(desk.words.language),
    )
    st.plotly_chart(figure, key="norms")
    st.caption(tell("Bars: what is spent per resident. Red lines: the norm."))
    for note in _notes(desk, area_code, norms):
        st.caption(note)


def spent_against_norms(in_period: pd.DataFrame, norms: dict[str, ExpenditureNorm]) -> pd.DataFrame:
    """Return ``norm, spent, share_pct`` by item, currency per resident; missing where spending is.

    Args:
        in_period: values of one area in one period.
        norms: in force, by item.
    """
    table = budget_table(in_period, by="area_code")
    spent = measured(table, list(norms), total_id=EXPENDITURE, measure="per_resident")
    compared = pd.DataFrame(
        {
            "norm": {item: norm.amount_per_head for item, norm in norms.items()},
            "spent": spent.iloc[0] if len(spent) else pd.Series(index=list(norms), dtype="float64"),
        }
    ).reindex(list(norms))
    return compared.assign(share_pct=compared["spent"] / compared["norm"] * 100)


def norms_html(desk: Desk, compared: pd.DataFrame, norms: dict[str, ExpenditureNorm]) -> str:
    """Return them as an HTML table, with the sum of the items that have a norm."""
    words, tell = desk.words, desk.words.translate
    rows = [
        [
            Cell(item_title(words, desk.budget, str(item)), remark=_kind(words, norms[str(item)])),
            *_numbers(words, row),
            Cell(norms[str(item)].period),
        ]
        for item, row in compared.iterrows()
    ]
    sums = compared[["norm", "spent"]].sum(skipna=False)
    sums["share_pct"] = sums["spent"] / sums["norm"] * 100
    rows.append([Cell(tell("All items with a norm")), *_numbers(words, sums), Cell("")])
    head = [
        Cell(tell("Item")),
        Cell(tell("Norm"), is_number=True),
        Cell(tell("Spent"), is_number=True),
        Cell(tell("Spent, % of the norm"), is_number=True),
        Cell(tell("Norm in force from")),
    ]
    caption = tell("Spending against the norms in {period}, {unit}")
    unit = measure_unit(desk, "per_resident")
    return table_html(caption.format(period=desk.question.period, unit=unit), head, {"": rows})


def _norms_of(desk: Desk, area_code: str) -> dict[str, ExpenditureNorm]:
    if desk.budget is None:
        return {}
    area_type = desk.areas.loc[area_code].get("area_type")
    return norms_in_force(
        desk.budget.expenditure_norms,
        None if pd.isna(area_type) else area_type,
        period=desk.question.period,
    )


def _numbers(words: Words, row: pd.Series[float]) -> list[Cell]:
    def written(value: float, decimals: int) -> str:
        if pd.isna(value):
            return words.translate("no data")
        return number(value, decimals=decimals, code=words.language)

    return [
        Cell(written(row["norm"], 0), is_number=True),
        Cell(written(row["spent"], 0), is_number=True),
        Cell(written(row["share_pct"], 1), is_number=True),
    ]


def _kind(words: Words, norm: ExpenditureNorm) -> str:
    """Return the kind of area a norm holds for, empty where it holds for all."""
    kinds = {each.id: in_language(each.name, words.language) for each in words.pack.area_types}
    return "" if norm.area_type is None else kinds.get(norm.area_type, norm.area_type)


def _notes(desk: Desk, area_code: str, norms: dict[str, ExpenditureNorm]) -> list[str]:
    tell = desk.words.translate
    references = dict.fromkeys(norm.reference for norm in norms.values())
    notes = [tell("Norms: {references}.").format(references="; ".join(references))]
    if _has_parts_of_other_kinds(desk, area_code):
        notes.append(
            tell(
                "Some norms differ by the kind of area; the parts of this area may be held to other norms "
                "than the one shown."
            )
        )
    return notes


def _has_parts_of_other_kinds(desk: Desk, area_code: str) -> bool:
    """Return whether an area, of a kind without norms of its own, has parts of kinds that have some."""
    own = desk.areas.loc[area_code]
    kinds = {norm.area_type for norm in desk.budget.expenditure_norms} if desk.budget else set()
    if own.get("area_type") in kinds:
        return False
    below = desk.areas[desk.areas["admin_level"] > own["admin_level"]]
    above = areas_above(below["area_code"], desk.areas, level=int(own["admin_level"]))
    return bool(below.loc[above == area_code, "area_type"].isin(kinds - {None}).any())
