"""One hearing: what is planned, what is to be done for it by when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.bench import NEW, Bench
from dashboard.components.council.desk import Desk
from dashboard.components.council.hearings.decision import show_decision
from dashboard.components.council.hearings.fields import (
    answers_of,
    ask_fields,
    blank_answers,
    hearing_of,
    sketch_of,
)
from dashboard.components.council.hearings.files import hearing_downloads
from dashboard.components.council.hearings.outcome import show_outcome
from dashboard.components.council.hearings.planned import hearing_line
from dashboard.components.council.hearings.planning import Standing, standing
from dashboard.components.council.hearings.tasks import show_tasks
from dashboard.components.council.saving import Keeping, open_file, saving_form, say_faults
from dashboard.components.data.plain import plain
from dashboard.components.designation.editor.naming import free_id
from dashboard.hearings import HEARINGS
from planning.participation.hearings import PlannedHearing, earliest_hearing_day
from planning.participation.sentences import plan_remarks

EARLIEST = N_("First day of the hearing for which everything can be done in time: {day}.")


def show_planner(desk: Desk, standings: Mapping[str, Standing]) -> None:
    """Show the choice of a hearing and all that belongs to the chosen one."""
    bench = _chosen(desk, standings)
    ask_fields(desk, bench.form)
    hearing, faults = hearing_of(bench.form.answers, desk.councils)
    say_faults(desk.words.translate("To be put right before it can be saved:"), faults)
    if (sketch := sketch_of(bench.form.answers, desk.councils)) is not None:
        _show_plan(desk, bench, sketch, hearing)
    if hearing is None and not faults:
        st.info(desk.words.translate("Type, area, topic and day are needed before it can be saved."))
    keeping = Keeping(
        desk=desk,
        bench=bench,
        content=hearing,
        new_id=lambda each: _new_id(desk, each),
        turn_to=lambda document_id: state.remember("hearing", document_id),
    )
    saving_form(keeping)
    if hearing is not None and hearing.held_on <= desk.today:
        show_outcome(desk, hearing, is_kept=keeping.is_kept)


def take_hearing(desk: Desk, hearing: PlannedHearing) -> list[str]:
    """Open a hearing from a file as a new one, or return why it cannot be used."""
    tell, faults = desk.words.translate, []
    if hearing.area_code not in desk.areas.index:
        faults.append(tell("There is no area with the code {code}.").format(code=hearing.area_code))
    if hearing.hearing_type not in desk.councils.hearing_types:
        text = tell("The pack of this country has no type of hearing {key}.")
        faults.append(text.format(key=hearing.hearing_type))
    if not faults:
        faults += standing(hearing, desk.councils, on=desk.today).faults
    if not faults:
        bench = hearing_bench(desk, NEW)
        bench.fill(hearing)
        bench.rebase(None, None)
        state.remember("hearing", NEW)
    return faults


def hearing_bench(desk: Desk, document_id: str) -> Bench[PlannedHearing]:
    """Return where a hearing is written."""
    return Bench(
        shelf=HEARINGS,
        country=desk.country,
        document_id=document_id,
        answers_of=answers_of,
        content_of=lambda answers: hearing_of(answers, desk.councils)[0],
    )


def _chosen(desk: Desk, standings: Mapping[str, Standing]) -> Bench[PlannedHearing]:
    tell = desk.words.translate
    choice, file = st.columns([4, 1], vertical_alignment="bottom")
    with choice:
        chosen = state.select(
            "hearing",
            tell("Hearing"),
            [NEW, *standings],
            default=NEW,
            words=lambda key: hearing_line(desk, standings[key].hearing) if key else tell("A new hearing"),
        )
    with file:
        label = tell("A planned hearing as TOML, as it is downloaded here")
        open_file(desk, HEARINGS, label, lambda hearing: take_hearing(desk, hearing))
    bench = hearing_bench(desk, chosen)
    bench.start(desk.hearings().by_id.get(chosen), blank_answers(desk))
    if chosen:
        lead = tell("As it is kept, it does not fit the pack or the day; what does not fit is left out:")
        say_faults(lead, standings[chosen].faults)
    return bench


def _show_plan(
    desk: Desk, bench: Bench[PlannedHearing], sketch: PlannedHearing, hearing: PlannedHearing | None
) -> None:
    tell = desk.words.translate
    rule = desk.councils.hearing_rule(sketch.hearing_type)
    if rule is None:
        st.info(tell("The pack does not say what such a hearing takes."))
        return
    planned = standing(sketch, desk.councils, on=desk.today)
    earliest = earliest_hearing_day(
        rule, on=desk.today, calendar=desk.councils.calendar, done=tuple(sketch.done)
    )
    st.caption(tell(EARLIEST).format(day=desk.day(earliest)))
    remarks = list(plan_remarks(planned.tasks, earliest_day=earliest, language=desk.words.language))
    show_tasks(desk, bench.form, planned.tasks)
    if remarks:
        lead = tell("What must be known of the days")
        st.info("\n".join([f"**{lead}**", "", *(f"- {plain(each)}" for each in remarks)]))
    if rule.decision is not None:
        show_decision(desk, rule.decision, bench.form)
    if hearing is not None:
        hearing_downloads(desk, hearing, planned.tasks, remarks)


def _new_id(desk: Desk, hearing: PlannedHearing) -> str:
    saved = desk.hearings()
    return free_id(f"{hearing.held_on.isoformat()} {hearing.topic}", {*saved.by_id, *saved.unreadable})
