"""How the grant of one area came about: the formula with its numbers filled in, then what limits did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.money import Money
from dashboard.components.budget.picking import NO_AREA
from dashboard.components.budget.simulator.run import Run
from dashboard.components.budget.simulator.titles import per_head_unit
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import number
from dashboard.names import area_labels, area_names
from indicators.budget.equalization import Entitlement, phased_in
from indicators.budget.grants import Basis, Grants, basis, entitlement, grants
from indicators.budget.inputs import NUMBER_TEXTS
from indicators.budget.provision import CURRENCY_PER_THOUSAND, PCT
from indicators.budget.scenario import PARAMETER_TEXTS, Parameter, Scenario
from indicators.cells import Floats

INDEX_DECIMALS = 4
SAME = 1e-9
"""Thousand currency: amounts closer than that are the same."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a computation."""

    title: str
    filled: str
    """The formula with numbers."""
    amount: float
    """Thousand currency."""


@dataclass(frozen=True)
class Computation:
    """What the engine computed on the way to the grant of an area."""

    money: Money
    run: Run
    area_code: str

    def steps(self) -> Iterator[Step]:
        """Yield what was computed, in order; the last is the grant."""
        free = [self._due(), *self._shared_or_phased_in()]
        bounds = list(self._bounds())
        yield from (*free, *bounds, *self._held(free[-1], bounds), self._rounded())

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.run.scenario

    def tell(self, text: str) -> str:
        """Return a marked text in the language of the visit."""
        return self.money.words.translate(text)

    @cached_property
    def row(self) -> pd.Series:
        """What the result says of the area."""
        return self.run.areas.loc[self.area_code]

    @cached_property
    def _place(self) -> int:
        return int(self.run.told.index.get_loc(self.area_code))

    @cached_property
    def _before(self) -> Basis:
        is_told = self.run.areas["grant"].notna().to_numpy()
        return basis(self.scenario, self.run.inputs.taken(is_told), self.scenario.parameters)

    @cached_property
    def _entitled(self) -> Entitlement:
        return entitlement(self.scenario, self._before, self.scenario.parameters)

    @cached_property
    def _given(self) -> Grants:
        return grants(self.scenario, self._before, self.scenario.parameters)

    def _of_area(self, values: Floats) -> float:
        return float(np.broadcast_to(values, self._before.need.shape)[self._place])

    def _due(self) -> Step:
        due = self._of_area(self._entitled.amount)
        form = self.scenario.formula.form
        if form in ("lift", "pool"):
            return Step(self.tell("Gap to the criterion"), self._gap_filled(), due)
        own = "own_revenue" if form == "minimum" else "revenue_potential"
        need, revenue = (self.money.text(self.row[each]) for each in ("normative_expenditure", own))
        difference = f"{need} − {revenue}"
        if form == "difference":
            return Step(self.tell("Normative expenditure − revenue potential"), difference, due)
        return Step(self.tell("Normative expenditure − own revenue, at least zero"), difference, due)

    def _gap_filled(self) -> str:
        criterion, provision = self.scenario.parameters["criterion"], self.row["provision_before"]
        if not provision < criterion:
            text = self.tell("БО {provision} is not below {criterion}: nothing is due")
            return text.format(provision=self._index(provision), criterion=self._index(criterion))
        mean = float(self._before.indices.mean_revenue_per_head[0]) * CURRENCY_PER_THOUSAND
        factors = [
            f"({self._index(criterion)} − {self._index(provision)})",
            self._index(self.row["expenditure_need_index"]),
            f"{self.money.words.whole(mean)} {per_head_unit(self.money.words)}",
            self.money.words.whole(self.row["population"]),
        ]
        return " × ".join(factors)

    def _shared_or_phased_in(self) -> Iterator[Step]:
        if "total" in self.scenario.parameters:
            yield self._share_of_pool()
        elif self.scenario.limits.phase_in_pct < PCT:
            yield self._phased_in()

    def _phased_in(self) -> Step:
        limits, due = self.scenario.limits, self._of_area(self._entitled.amount)
        current = float(self.row["current_grant"])
        filled = (
            f"{self.money.text(current)} + {self._percent(limits.phase_in_pct)} × "
            f"({self.money.text(due)} − {self.money.text(current)})"
        )
        phased = phased_in(np.array(due), current_grant=np.array(current), share=limits.phase_in_pct / PCT)
        title = PARAMETER_TEXTS["phase_in_pct"]
        return Step(self.tell(title), filled, float(phased))

    def _share_of_pool(self) -> Step:
        total, share = self.scenario.parameters["total"], self._share(self._entitled.amount)
        phase_in = self.scenario.limits.phase_in_pct
        filled = self._percent(share * PCT, decimals=3)
        if phase_in < PCT:
            current = self._share(self._before.inputs.current_grant)
            filled = f"({self._percent(phase_in)} × {filled} + {self._percent(PCT - phase_in)} × "
            filled += f"{self._percent(current * PCT, decimals=3)})"
            blended = phased_in(np.array(share), current_grant=np.array(current), share=phase_in / PCT)
            share = float(blended)
        return Step(self.tell("Its share of the pool"), f"{self.money.text(total)} × {filled}", total * share)

    def _bounds(self) -> Iterator[Step]:
        """Yield what holds the grant: the caps and the floor that are set, as amounts of the area."""
        limits, row = self.scenario.limits, self.row
        if getattr(self.scenario.formula, "cap_at_gap", False) and "total" in self.scenario.parameters:
            # As far as it is phased in: that is what the engine holds it to.
            gap = self._due() if limits.phase_in_pct == PCT else self._phased_in()
            yield Step(self.tell("Not more than its gap"), gap.filled, gap.amount)
        if limits.cap_per_head is not None:
            amount = limits.cap_per_head / CURRENCY_PER_THOUSAND * row["population"]
            filled = f"{self.money.words.whole(limits.cap_per_head)} {per_head_unit(self.money.words)} × "
            yield self._bound("cap_per_head", filled + self.money.words.whole(row["population"]), amount)
        if limits.cap_need_pct is not None:
            amount = limits.cap_need_pct / PCT * row["normative_expenditure"]
            yield self._part("cap_need_pct", limits.cap_need_pct, row["normative_expenditure"], amount)
        if limits.floor_pct > 0:
            amount = limits.floor_pct / PCT * row["current_grant"]
            yield self._part("floor_pct", limits.floor_pct, row["current_grant"], amount)

    def _part(self, limit: Parameter, pct: float, whole: float, amount: float) -> Step:
        return self._bound(limit, f"{self._percent(pct)} × {self.money.text(whole)}", amount)

    def _bound(self, limit: Parameter, filled: str, amount: float) -> Step:
        return Step(self.tell(PARAMETER_TEXTS[limit]), filled, amount)

    def _held(self, free: Step, bounds: Sequence[Step]) -> Iterator[Step]:
        """Yield why the grant is another than it is by the formula: a limit, or the limits of others.

        Args:
            free: the amount without limits.
            bounds: those that are set.
        """
        exact = self._of_area(self._given.exact)
        if abs(exact - free.amount) <= SAME:
            return
        holding = next((each.title for each in bounds if abs(each.amount - exact) <= SAME), None)
        if holding:
            text = self.tell("This limit holds it: {limit}").format(limit=holding)
        else:
            text = self.tell("What limits keep from some areas goes to the others, as far as theirs allow")
        yield Step(text, "", exact)

    def _rounded(self) -> Step:
        text = self.tell("Rounded to {amount} {currency}, so that all grants add up exactly")
        round_to, words = self.scenario.limits.round_to, self.money.words
        amount = number(round_to, decimals=2 if round_to < 1 else 0, code=words.language)
        title = self.tell("Grant")
        return Step(title, text.format(amount=amount, currency=words.pack.currency), float(self.row["grant"]))

    def _share(self, amounts: Floats) -> float:
        return float(amounts[self._place] / amounts.sum()) if amounts.sum() else 0.0

    def _index(self, value: float) -> str:
        return number(value, decimals=INDEX_DECIMALS, code=self.money.words.language)

    def _percent(self, value: float, *, decimals: int = 0) -> str:
        return f"{number(value, decimals=decimals, code=self.money.words.language)} %"


def computation_html(computation: Computation, name: str) -> str:
    """Return the steps to the grant of an area as an HTML table."""
    money, tell = computation.money, computation.money.words.translate
    rows = [
        [Cell(step.title), Cell(step.filled, is_long=True), Cell(money.written(step.amount), is_number=True)]
        for step in computation.steps()
    ]
    head = [
        Cell(tell("Step")),
        Cell(tell("With its numbers"), is_long=True),
        Cell(money.unit, is_number=True),
    ]
    return table_html(tell("How the grant of {area} comes about").format(area=name), head, {"": rows})


def show_computation(desk: Desk, run: Run) -> None:
    """Show the choice of an area, and how its grant came about."""
    words, tell = desk.words, desk.words.translate
    labels = area_labels(desk.areas, words.language)
    offered = labels.index[labels.index.isin(run.areas.index)]
    area_code = state.select(
        "area",
        tell("Area, to see how its grant comes about"),
        [NO_AREA, *offered],
        default=NO_AREA,
        words=lambda code: str(labels[code]) if code else tell("Choose an area, here or on a map"),
    )
    if not area_code:
        return
    name = str(area_names(desk.areas, words.language)[area_code])
    if pd.isna(run.areas.loc[area_code, "grant"]):
        st.info(lacking_sentence(desk, run, area_code, name))
        return
    st.html(computation_html(Computation(desk.money, run, area_code), name))
    st.caption(tell("Numbers are shown rounded and computed exactly. БО here is before any grant."))


def lacking_sentence(desk: Desk, run: Run, area_code: str, name: str) -> str:
    """Return what an area without a result lacks, in a sentence."""
    tell, missing = desk.words.translate, run.result.missing
    inputs = missing.loc[missing["area_code"] == area_code, "input"]
    text = tell("{area} has no result; it lacks: {inputs}.")
    return text.format(area=name, inputs=", ".join(tell(NUMBER_TEXTS[each]) for each in inputs))
