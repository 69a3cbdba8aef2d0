"""What is to be done for a hearing: each task with its days, how far it is, and when it was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.council.hearings.fields import DONE
from dashboard.components.council.question import DATE_FORM
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.i18n import in_language
from planning.participation.hearings import Task, TaskState
from planning.participation.sentences import state_text, task_title, window_text

Colour = Literal["red", "orange", "green", "gray", "blue"]

STATE_COLOURS: dict[TaskState, Colour] = {
    "too_late": "red",
    "overdue": "red",
    "due": "orange",
    "upcoming": "blue",
    "undated": "gray",
    "out_of_time": "orange",
    "done": "green",
}


def show_tasks(desk: Desk, form: Form, tasks: Sequence[Task]) -> None:
    """Show the tasks, each with a field for the day on which it was done."""
    tell = desk.words.translate
    st.subheader(tell("Tasks"), anchor=False)
    text = tell("How far they are is told for {day}. Mark what is done with its day, then save.")
    st.caption(text.format(day=desk.day(desk.today)))
    for task in tasks:
        with st.container(border=True):
            told, done = st.columns([4, 1])
            with told:
                _show_task(desk, task)
            with done:
                form.day(f"{DONE}{task.id}", tell("Done on"), highest=desk.today, written=DATE_FORM)


def task_lines(desk: Desk, task: Task) -> Iterator[str]:
    """Yield what is to be known of a task, a line each."""
    tell, language = desk.words.translate, desk.words.language
    yield _labelled(tell("When"), window_text(task, language=language))
    if task.suggested_on is not None:
        yield _labelled(tell("Suggested day"), desk.day(task.suggested_on))
    yield _labelled(tell("Responsible"), in_language(task.rule.responsible, language))
    if task.channels:
        channels = (in_language(desk.councils.channels[key].title, language) for key in task.channels)
        yield _labelled(tell("Channels"), ", ".join(channels))
    yield _labelled(tell("Source"), task.rule.reference)


def _show_task(desk: Desk, task: Task) -> None:
    language = desk.words.language
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(task_title(task, language=language))}**", width="content")
        st.badge(plain(state_text(task, language=language)), color=STATE_COLOURS[task.state])
    st.caption("  \n".join(plain(line) for line in task_lines(desk, task)))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"
