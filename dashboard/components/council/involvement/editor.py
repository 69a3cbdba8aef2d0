"""The plan of involvement of one municipality: written, checked, kept."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import state
from dashboard.components.council.bench import Bench
from dashboard.components.council.desk import Desk
from dashboard.components.council.involvement.fields import answers_of, plan_of
from dashboard.components.council.involvement.files import blank_downloads, plan_download
from dashboard.components.council.involvement.lines import ask_plan, objections_of
from dashboard.components.council.involvement.plans import (
    STATE_TEXTS,
    municipalities,
    normal_plan,
    plan_standing,
)
from dashboard.components.council.saving import Keeping, open_file, saving_form, say_faults
from dashboard.components.data.plain import plain
from dashboard.hearings import PLANS, plan_id
from dashboard.i18n import in_language
from dashboard.names import area_labels
from geodata.councils.participation import InvolvementTemplate
from planning.participation.involvement import InvolvementPlan, blank_plan


def show_editor(desk: Desk, template: InvolvementTemplate) -> None:
    """Show the choice of a municipality and its plan to be filled in."""
    tell = desk.words.translate
    area_code = _chosen(desk, template)
    bench = _started(desk, template, area_code)
    if template.note is not None:
        st.caption(plain(in_language(template.note, desk.words.language)))
    plan, faults = plan_of(bench.form.answers, template, area_code=area_code)
    say_faults(tell("To be put right before it can be saved:"), faults)
    shown = plan or normal_plan(blank_plan(template, area_code=area_code), template)
    told = plan_standing(shown, template, on=desk.today)
    plan_state = "none" if bench.begun.version is None else told.state
    text = tell("Looked at on {day}: {state}.")
    st.markdown(text.format(day=desk.day(desk.today), state=tell(STATE_TEXTS[plan_state])))
    ask_plan(desk, bench.form, template, shown, objections_of(told.problems))
    if plan is not None:
        plan_download(desk, template, plan, told.problems)
    saving_form(
        Keeping(
            desk=desk,
            bench=bench,
            content=plan,
            new_id=lambda each: plan_id(each.area_code),
            turn_to=lambda _: state.remember("plan", area_code),
        )
    )


def take_plan(desk: Desk, template: InvolvementTemplate, plan: InvolvementPlan) -> list[str]:
    """Open a plan from a file as a change of what is kept of its municipality, or return why it cannot be."""
    if plan.area_code not in municipalities(desk.book, desk.on.on):
        text = desk.words.translate("No municipality has the code {code}.")
        return [text.format(code=plan.area_code)]
    _started(desk, template, plan.area_code).fill(normal_plan(plan, template))
    state.remember("plan", plan.area_code)
    return []


def plan_bench(desk: Desk, template: InvolvementTemplate, area_code: str) -> Bench[InvolvementPlan]:
    """Return where the plan of a municipality is written."""
    return Bench(
        shelf=PLANS,
        country=desk.country,
        document_id=plan_id(area_code),
        answers_of=lambda plan: answers_of(normal_plan(plan, template), template),
        content_of=lambda answers: plan_of(answers, template, area_code=area_code)[0],
    )


def _chosen(desk: Desk, template: InvolvementTemplate) -> str:
    tell = desk.words.translate
    labels = area_labels(desk.areas, desk.words.language)
    codes = municipalities(desk.book, desk.on.on)
    offered = list(labels.index[labels.index.isin(codes)])
    asked = state.choice("area", list(desk.areas.index), desk.words.pack.area_code)
    choice, file, blank = st.columns([4, 1, 1], vertical_alignment="bottom")
    with choice:
        chosen = state.select(
            "plan",
            tell("Municipality"),
            offered,
            default=asked if asked in offered else offered[0],
            words=labels.__getitem__,
        )
    with file:
        label = tell("A plan of involvement as TOML, as it is downloaded here")
        open_file(desk, PLANS, label, lambda plan: take_plan(desk, template, plan))
    with blank:
        blank_downloads(desk, template, chosen)
    return chosen


def _started(desk: Desk, template: InvolvementTemplate, area_code: str) -> Bench[InvolvementPlan]:
    bench = plan_bench(desk, template, area_code)
    kept = desk.plans().by_id.get(bench.document_id)
    blank = bench.answers_of(blank_plan(template, area_code=area_code))
    bench.start(kept and replace(kept, content=normal_plan(kept.content, template)), blank)
    return bench
