"""What a scenario is made of, to be chosen and moved: every change goes into the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import streamlit as st

from config.errors import AimakError
from config.i18n import N_
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.needs import NEED_TEXTS
from dashboard.components.budget.provision.basis import (
    assumption,
    can_count_settlements,
    dispersion_title,
)
from dashboard.components.budget.simulator.defaults import (
    current_grants,
    default_need,
    needs_at,
    spending_at,
)
from dashboard.components.budget.simulator.edits import (
    forms_offered,
    with_entry,
    with_form,
    with_purpose,
    with_table,
)
from dashboard.components.budget.simulator.start import Draft
from dashboard.components.budget.simulator.titles import ASSUMED, FORMULA_TEXTS, per_head_unit
from dashboard.i18n import number
from indicators.budget.scenario import (
    FORM_TEXTS,
    FROM_SETTLEMENTS,
    PARAMETER_TEXTS,
    PURPOSE_TEXTS,
    ROUND_TO,
    Form,
    Minimum,
    NeedFromIndicator,
    NeedPerHead,
    Purpose,
    Scenario,
)

LOWEST_CRITERION, HIGHEST_CRITERION, CRITERION_STEP = 0.1, 3.0, 0.01
LEAST_NORM = 0.01
"""Currency per resident."""
CENT = 5
"""Decimals of thousand currency that make a hundredth of the currency unit."""
EXACT = "%.12g"
"""Shows all places of an amount that was typed."""

REFUSED_TEXTS: dict[Form, str] = {
    "minimum": N_("A minimum standard levels to a minimum: it is not offered for another purpose."),
}
"""Why a form is not offered for a purpose, in English."""

Change = Callable[[Scenario, Any], Scenario]


@dataclass(frozen=True, eq=False)
class Controls:
    """Widgets that show a scenario and change it in the address."""

    desk: Desk
    draft: Draft

    @property
    def scenario(self) -> Scenario:
        """As it is shown."""
        return self.draft.scenario

    def tell(self, text: str) -> str:
        """Return a marked text in the language of the visit."""
        return self.desk.words.translate(text)

    def bound(self, name: str, value: object, change: Change) -> dict[str, Any]:
        """Return what binds a widget to a part of the scenario.

        Args:
            name: of the part.
            value: that the widget shows.
            change: makes the scenario with another value.
        """
        key = f"simulator.{name}"
        st.session_state[key] = value
        return {"key": key, "on_change": self._moved, "args": (key, change)}

    def entry(self, section: str, key: str, value: object, *, factor: float = 1.0) -> dict[str, Any]:
        """Return what binds a widget to an entry of a section of the scenario.

        Args:
            section: such as ``limits``.
            key: of the entry.
            value: that the widget shows.
            factor: what an amount of the scenario is multiplied by to be shown.
        """

        def change(scenario: Scenario, answer: Any) -> Scenario:
            entered = answer if factor == 1.0 or answer is None else round(answer / factor, CENT)
            return with_entry(scenario, section, key, entered)

        return self.bound(key, value, change)

    def _moved(self, key: str, change: Change) -> None:
        try:
            self.draft.ask(change(self.scenario, st.session_state[key]))
        except AimakError as error:
            st.toast(str(error), icon=":material/error:")


def controls(desk: Desk, draft: Draft) -> None:
    """Show purpose, form, need and limits of the scenario."""
    shown = Controls(desk, draft)
    with st.container(border=True):
        left, right = st.columns([2, 3])
        with left:
            _purpose(shown)
            _need(shown)
        with right:
            _form(shown)
            _numbers(shown)
        _limits(shown)
        if draft.scenario != draft.begun:
            st.button(
                shown.tell("Back to the scenario as it was begun"),
                icon=":material/undo:",
                on_click=draft.give_up,
                key="simulator.give_up",
            )


def _purpose(shown: Controls) -> None:
    def change(scenario: Scenario, purpose: Purpose) -> Scenario:
        return with_purpose(scenario, purpose, total=current_grants(shown.desk))

    st.radio(
        shown.tell("What is equalizing for?"),
        get_args(Purpose),
        format_func=lambda each: shown.tell(PURPOSE_TEXTS[each]),
        **shown.bound("purpose", shown.scenario.purpose, change),
    )


def _form(shown: Controls) -> None:
    def change(scenario: Scenario, form: Form) -> Scenario:
        return with_form(scenario, form, total=current_grants(shown.desk))

    offered = forms_offered(shown.scenario)
    st.radio(
        shown.tell("Formula"),
        offered,
        format_func=lambda each: shown.tell(FORM_TEXTS[each]),
        captions=[shown.tell(FORMULA_TEXTS[each]) for each in offered],
        **shown.bound("form", shown.scenario.formula.form, change),
    )
    for form, why in REFUSED_TEXTS.items():
        if form not in offered:
            st.caption(shown.tell(why))
    if shown.scenario.formula.form == "minimum":
        st.caption(shown.tell(ASSUMED))


def _numbers(shown: Controls) -> None:
    """Show the numbers of the formula."""
    formula = shown.scenario.formula
    if "criterion" in type(formula).model_fields:
        _criterion(shown)
    if isinstance(formula, Minimum):
        _fixed_pool(shown, formula)
    if shown.scenario.parameters.get("total") is not None:
        _pool(shown)


def _criterion(shown: Controls) -> None:
    criterion = shown.scenario.parameters["criterion"]
    is_fixed = shown.scenario.purpose == "to_mean"
    st.slider(
        shown.tell("Criterion K: budget provision up to which areas are lifted; the nation has 1"),
        min_value=min(LOWEST_CRITERION, criterion),
        max_value=max(HIGHEST_CRITERION, criterion),
        step=CRITERION_STEP,
        disabled=is_fixed,
        **shown.entry("formula", "criterion", criterion),
    )
    if is_fixed:
        st.caption(shown.tell("To the mean, K is 1. For another level choose another purpose."))


def _fixed_pool(shown: Controls, formula: Minimum) -> None:
    def change(scenario: Scenario, is_fixed: bool) -> Scenario:  # noqa: FBT001 - what a toggle says
        total = current_grants(shown.desk) if is_fixed else None
        return with_entry(scenario, "formula", "total", total)

    st.toggle(
        shown.tell("Share a fixed pool; without, the pool results"),
        **shown.bound("is_fixed", formula.total is not None, change),
    )


def _pool(shown: Controls) -> None:
    money, total = shown.desk.money, shown.scenario.parameters["total"]
    now = shown.tell("Areas are granted {amount} now.")
    st.number_input(
        shown.tell("Pool, {unit}").format(unit=money.unit),
        min_value=0.0,
        step=money.factor * 10_000,
        format=EXACT,
        help=now.format(amount=money.text(current_grants(shown.desk))),
        **shown.entry("formula", "total", total * money.factor, factor=money.factor),
    )
    st.toggle(
        shown.tell("No area gets more than its gap; the rest is left over"),
        **shown.entry("formula", "cap_at_gap", shown.scenario.formula.model_dump()["cap_at_gap"]),
    )


def _need(shown: Controls) -> None:
    """Show how the need is told, and its number."""
    need = shown.scenario.need
    st.selectbox(
        shown.tell("What areas need"),
        list(dict.fromkeys([*needs_at(shown.desk), need.by])),
        format_func=lambda each: shown.tell(NEED_TEXTS[each]),
        **shown.bound(
            "by",
            need.by,
            lambda scenario, by: with_table(scenario, "need", default_need(shown.desk, by).model_dump()),
        ),
    )
    if isinstance(need, NeedFromIndicator):
        st.selectbox(
            shown.tell("Indicator"),
            list(dict.fromkeys([*spending_at(shown.desk), need.indicator])),
            format_func=shown.desk.words.title,
            **shown.entry("need", "indicator", need.indicator),
        )
    if isinstance(need, NeedPerHead):
        st.number_input(
            shown.tell("Norm, {unit}").format(unit=per_head_unit(shown.desk.words)),
            min_value=LEAST_NORM,
            step=100.0,
            format=EXACT,
            **shown.entry("need", "norm_per_head", need.norm_per_head),
        )
        st.text_input(
            shown.tell("Where the norm comes from"), **shown.entry("need", "reference", need.reference)
        )
    st.caption(assumption(shown.desk, need))
    if can_count_settlements(shown.desk):
        _dispersion(shown)


def _dispersion(shown: Controls) -> None:
    def change(scenario: Scenario, is_on: bool) -> Scenario:  # noqa: FBT001 - what a toggle says
        return with_entry(scenario, "inputs", "small_settlement_share", FROM_SETTLEMENTS if is_on else None)

    is_on = shown.scenario.inputs.small_settlement_share is not None
    st.toggle(
        shown.tell("Small settlements need more"),
        help=dispersion_title(shown.desk),
        **shown.bound("dispersion", is_on, change),
    )


def _limits(shown: Controls) -> None:
    limits = shown.scenario.limits
    stated = limits.model_dump(exclude_defaults=True)
    title = shown.tell("Limits: {count} set") if stated else shown.tell("Limits: none")
    with st.expander(title.format(count=len(stated)), icon=":material/straighten:"):
        st.caption(
            shown.tell(
                "In this order: phase-in, caps, floor, rounding. Where the floor and a cap disagree, "
                "the floor wins."
            )
        )
        left, right = st.columns(2)
        with left:
            _share(shown, "phase_in_pct", limits.phase_in_pct, lowest=1.0)
            _share(shown, "floor_pct", limits.floor_pct, lowest=0.0)
        with right:
            _cap(shown, "cap_per_head", limits.cap_per_head, unit=per_head_unit(shown.desk.words))
            _cap(shown, "cap_need_pct", limits.cap_need_pct, unit="%")
            _round_to(shown, limits.round_to)


def _share(shown: Controls, key: Any, value: float, *, lowest: float) -> None:
    st.slider(
        shown.tell(PARAMETER_TEXTS[key]),
        min_value=min(lowest, value),
        max_value=100.0,
        step=1.0,
        format="%g",
        **shown.entry("limits", key, value),
    )


def _cap(shown: Controls, key: Any, value: float | None, *, unit: str) -> None:
    title = shown.tell(PARAMETER_TEXTS[key])
    st.number_input(
        title if unit in title else f"{title}, {unit}",
        min_value=0.0,
        value=None,
        step=10.0,
        format=EXACT,
        placeholder=shown.tell("none"),
        **shown.entry("limits", key, value),
    )


def _round_to(shown: Controls, value: float) -> None:
    language = shown.desk.words.language

    def written(amount: float) -> str:
        return number(amount, decimals=2 if amount < 1 else 0, code=language)

    offered: Sequence[float] = ROUND_TO
    st.selectbox(
        shown.tell("Round to, {currency}").format(currency=shown.desk.words.pack.currency),
        offered,
        format_func=written,
        **shown.entry("limits", "round_to", value),
    )
