"""Several scenarios side by side: what they come to, how equal they leave areas, and what each area gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from config.errors import AimakError
from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.graded import graded
from dashboard.components.budget.needs import NEED_TEXTS
from dashboard.components.budget.picking import pickable_map
from dashboard.components.budget.simulator.figures import sides
from dashboard.components.budget.simulator.maps import KEY
from dashboard.components.budget.simulator.run import Run
from dashboard.components.budget.simulator.start import Draft
from dashboard.components.budget.simulator.titles import per_head_unit, scenario_title
from dashboard.components.data.plain import plain
from dashboard.components.html_table import Cell, table_html
from dashboard.components.long_table import Heading, long_table
from dashboard.i18n import in_language, number
from dashboard.names import area_names
from indicators.budget.inequality import MEASURE_TEXTS
from indicators.budget.scenario import FORM_TEXTS, PURPOSE_TEXTS

MOST = 6
"""Scenarios beside the present one: more do not fit on a screen."""
SEPARATOR = ","
DECIMALS = 3


@dataclass(frozen=True, eq=False)
class Compared:
    """A scenario that is compared, applied at its own level and in its own period."""

    key: str
    """Its id; empty for the present one."""
    title: str
    run: Run


def show_compare(desk: Desk, draft: Draft, run: Run) -> None:
    """Show the choice of kept scenarios, and the present one beside them."""
    tell = desk.words.translate
    if not desk.saved.by_id:
        st.info(tell("No scenario is kept yet. Save this one, change it, and compare both here."))
        return
    others = ask_others(desk)
    compared = [Compared("", tell("This scenario"), run), *_applied(desk, others)]
    if len(compared) == 1:
        st.info(tell("Choose the scenarios to compare with."))
        return
    st.html(compare_html(desk, compared))
    same_level = [each for each in compared if each.run.scenario.level == draft.scenario.level]
    if len(same_level) < len(compared):
        st.caption(tell("Scenarios of another level are not in what follows."))
    if len(same_level) > 1:
        _show_areas(desk, same_level)
        _show_difference(desk, same_level)


def ask_others(desk: Desk) -> list[str]:
    """Show the choice of the scenarios to compare with, bound to the address; return their ids."""
    words, key = desk.words, "simulator.versus"
    asked = state.entry("versus", lambda text: _known(desk, text), [])
    st.session_state[key] = asked
    st.multiselect(
        words.translate("Compared with"),
        list(desk.saved.by_id),
        format_func=lambda each: scenario_title(words, desk.saved.by_id[each].content),
        max_selections=MOST,
        placeholder=words.translate("Choose scenarios"),
        key=key,
        on_change=lambda: state.remember("versus", SEPARATOR.join(st.session_state[key])),
    )
    return asked


def compare_html(desk: Desk, compared: Sequence[Compared]) -> str:
    """Return what the scenarios are and come to, a column each, as an HTML table."""
    tell = desk.words.translate
    head = [Cell(""), *(Cell(each.title) for each in compared)]
    groups = {
        tell("What they are"): _rows(compared, _about(desk)),
        tell("What they come to, {unit}").format(unit=desk.money.unit): _rows(compared, _totals(desk)),
        tell("Areas"): _rows(compared, _counts(desk)),
        tell("Inequality of budget provision after"): _rows(compared, _measures(desk)),
    }
    return table_html(tell("Scenarios side by side"), head, groups)


def grants_by_area(desk: Desk, compared: Sequence[Compared]) -> pd.DataFrame:
    """Return the grant of every area in each scenario, in the scale of the visit: a column per scenario."""
    grants = {each.key: each.run.areas["grant"] * desk.money.factor for each in compared}
    return pd.DataFrame(grants).sort_index()


def difference_pc(first: Run, second: Run) -> pd.Series[float]:
    """Return by how much the grant per resident of the first is above that of the second, currency."""
    return first.areas["grant_pc"] - second.areas["grant_pc"]


def _applied(desk: Desk, ids: Sequence[str]) -> Iterator[Compared]:
    """Yield those that can be applied; say of the others why not."""
    for each in ids:
        scenario = desk.saved.by_id[each].content
        title = scenario_title(desk.words, scenario)
        try:
            yield Compared(each, title, Run.of(desk, scenario))
        except (AimakError, KeyError) as error:
            st.warning(f"{plain(title)}: {plain(error)}")


def _known(desk: Desk, text: str) -> list[str]:
    ids = list(dict.fromkeys(text.split(SEPARATOR)))[:MOST]
    if unknown := set(ids) - set(desk.saved.by_id):
        raise ValueError(f"expected ids of kept scenarios, got {', '.join(sorted(unknown))}")
    return ids


Told = Callable[[Run], str]


def _rows(compared: Sequence[Compared], lines: Mapping[str, Told]) -> list[list[Cell]]:
    return [[Cell(title), *(Cell(told(each.run)) for each in compared)] for title, told in lines.items()]


def _about(desk: Desk) -> dict[str, Told]:
    words, tell = desk.words, desk.words.translate
    levels = {level.id: in_language(level.plural, words.language) for level in words.pack.levels}
    return {
        tell("Level"): lambda run: levels[run.scenario.level],
        tell("Period"): lambda run: run.scenario.period,
        tell("Purpose"): lambda run: tell(PURPOSE_TEXTS[run.scenario.purpose]).partition(":")[0],
        tell("Form"): lambda run: tell(FORM_TEXTS[run.scenario.formula.form]),
        tell("Criterion K"): lambda run: _number(desk, run.scenario.parameters.get("criterion"), 2),
        tell("What areas need"): lambda run: tell(NEED_TEXTS[run.scenario.need.by]),
    }


def _totals(desk: Desk) -> dict[str, Told]:
    tell, money = desk.words.translate, desk.money

    def change(run: Run) -> str:
        totals = run.result.totals
        return money.written(totals.grants - totals.withdrawals - totals.current_grants, is_change=True)

    return {
        tell("Grants in all"): lambda run: money.written(run.result.totals.grants),
        tell("Withdrawn in all"): lambda run: money.written(run.result.totals.withdrawals),
        tell("Pool"): lambda run: (
            money.written(run.result.totals.pool) if run.result.totals.pool is not None else tell("results")
        ),
        tell("Left of the pool"): lambda run: (
            "" if run.result.totals.pool is None else money.written(run.result.totals.unallocated)
        ),
        tell("Change against the current grants"): change,
    }


def _counts(desk: Desk) -> dict[str, Told]:
    tell = desk.words.translate

    def side(place: int) -> Told:
        def told(run: Run) -> str:
            found = sides(run.result)
            if found is None:
                return tell("cannot be told")
            people = tell("{people} people").format(people=_number(desk, found[place].people, 0))
            return f"{_number(desk, found[place].n_areas, 0)} ({people})"

        return told

    return {
        tell("Winners"): side(0),
        tell("Losers"): side(1),
        tell("Areas without a result"): lambda run: _number(desk, run.result.totals.n_missing, 0),
        tell("Overtakings"): lambda run: _number(desk, run.result.totals.n_overtakings, 0),
        tell("Grant lost per unit of own revenue, on average"): lambda run: _number(desk, _mean_loss(run), 2),
    }


def _measures(desk: Desk) -> dict[str, Told]:
    def after(measure: str) -> Told:
        def told(run: Run) -> str:
            table = run.result.inequality
            row = table[(table["quantity"] == "budget_provision") & (table["measure"] == measure)].iloc[0]
            return _number(desk, row["after"], DECIMALS)

        return told

    return {desk.words.translate(text): after(measure) for measure, text in MEASURE_TEXTS.items()}


def _mean_loss(run: Run) -> float:
    return float(np.average(run.told["marginal_loss"], weights=run.told["population"]))


def _number(desk: Desk, value: float | None, decimals: int) -> str:
    if value is None:
        return "–"
    if pd.isna(value):
        return desk.words.translate("cannot be told")
    return number(value, decimals=decimals, code=desk.words.language)


def _show_areas(desk: Desk, compared: Sequence[Compared]) -> None:
    tell = desk.words.translate
    names = area_names(desk.areas, desk.words.language)
    rows = grants_by_area(desk, compared)
    rows.insert(0, "area", rows.index.map(names))
    columns = {
        each.key: Heading(f"{position}. {each.title}", desk.money.decimals)
        for position, each in enumerate(compared, start=1)
    }
    label = tell("Grants by area, {unit}").format(unit=desk.money.unit)
    st.subheader(label, anchor=False)
    long_table(
        desk.words,
        rows,
        {"area": Heading(tell("Area")), **columns},
        key="simulator.compared",
        label=label,
    )


def _show_difference(desk: Desk, compared: Sequence[Compared]) -> None:
    words, tell = desk.words, desk.words.translate
    by_key = {each.key: each for each in compared[1:]}
    st.subheader(tell("Where two scenarios differ"), anchor=False)
    rival = state.select(
        "rival",
        tell("This scenario less"),
        list(by_key),
        default=next(iter(by_key)),
        words=lambda key: by_key[key].title,
    )
    unit = per_head_unit(words)
    difference = difference_pc(compared[0].run, by_key[rival].run)
    classification = graded(
        words,
        difference.round(),
        title=tell("This scenario less “{title}”").format(title=by_key[rival].title),
        heading=unit,
        decimals=0,
        value_title=unit,
        midpoint=0.0,
        unchanged=tell("no difference"),
    )
    with st.container(key=f"{KEY}-difference"):
        pickable_map(desk, classification, key="simulator.difference")
    st.caption(tell("Above zero the area gets more by this scenario than by the other, per resident."))
