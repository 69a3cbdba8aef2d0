"""The hearings that are planned, those with overdue tasks first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.council.hearings.planning import Standing
from dashboard.components.html_table import Cell, table_html
from dashboard.i18n import in_language
from planning.participation.hearings import PlannedHearing
from planning.participation.sentences import task_title, window_text

MOST_SHOWN = 50
"""More are found in the choice below the table."""


def show_planned(desk: Desk, standings: Mapping[str, Standing]) -> None:
    """Show how many there are and are late, and what each waits for."""
    tell = desk.words.translate
    if not standings:
        st.info(tell("No hearing is planned yet. Plan one below and save it."))
        return
    late = [each for each in standings.values() if each.late]
    to_come = [each for each in standings.values() if each.hearing.held_on >= desk.today]
    columns = st.columns(3)
    columns[0].metric(tell("Planned hearings"), desk.words.whole(len(standings)))
    columns[1].metric(tell("With overdue tasks"), desk.words.whole(len(late)))
    columns[2].metric(tell("Still to be held"), desk.words.whole(len(to_come)))
    st.html(planned_html(desk, standings))
    st.caption(
        tell("Planning looks at {day}, whatever day the register is read on.").format(
            day=desk.day(desk.today)
        )
    )
    if len(standings) > MOST_SHOWN:
        text = tell("The first {n} are shown; the others are in the choice below.")
        st.caption(text.format(n=desk.words.whole(MOST_SHOWN)))


def planned_html(desk: Desk, standings: Mapping[str, Standing]) -> str:
    """Return the most urgent ones as an HTML table."""
    tell = desk.words.translate
    head = [
        Cell(tell("Hearing"), is_long=True),
        Cell(tell("Day of the hearing")),
        Cell(tell("Overdue tasks"), is_long=True),
        Cell(tell("Next task"), is_long=True),
        Cell(tell("Tasks done"), is_number=True),
    ]
    rows = [_row(desk, each) for each in islice(standings.values(), MOST_SHOWN)]
    return table_html(tell("Planned hearings"), head, {"": rows})


def hearing_line(desk: Desk, hearing: PlannedHearing) -> str:
    """Return a hearing in a line: its day, topic and area."""
    return " · ".join((desk.day(hearing.held_on), hearing.topic, area_name(desk, hearing.area_code)))


def area_name(desk: Desk, area_code: str) -> str:
    """Return the name of an area, its code where it is not loaded."""
    return str(desk.names.get(area_code, area_code))


def hearing_type_title(desk: Desk, hearing_type: str) -> str:
    """Return what a type of hearing is called, its key where the pack does not know it."""
    known = desk.councils.hearing_types.get(hearing_type)
    return hearing_type if known is None else in_language(known.title, desk.words.language)


def _row(desk: Desk, standing: Standing) -> Sequence[Cell]:
    tell, language, hearing = desk.words.translate, desk.words.language, standing.hearing
    about = f"{hearing_type_title(desk, hearing.hearing_type)} · {area_name(desk, hearing.area_code)}"
    late = "; ".join(task_title(task, language=language) for task in standing.late)
    waiting = next((task for task in standing.to_do if not task.is_late), None)
    done = len(standing.tasks) - len(standing.to_do)
    return [
        Cell(hearing.topic, remark=about),
        Cell(desk.day(hearing.held_on)),
        Cell(_counted(desk, standing), remark=late),
        Cell(
            tell("none") if waiting is None else task_title(waiting, language=language),
            remark="" if waiting is None else window_text(waiting, language=language),
        ),
        Cell(
            tell("{n} of {total}").format(
                n=desk.words.whole(done), total=desk.words.whole(len(standing.tasks))
            ),
            is_number=True,
        ),
    ]


def _counted(desk: Desk, standing: Standing) -> str:
    tell = desk.words.translate
    if standing.faults:
        return tell("does not fit the pack: open it")
    if not standing.tasks:
        return tell("The pack does not say what such a hearing takes.")
    return desk.words.whole(len(standing.late)) if standing.late else tell("none")
