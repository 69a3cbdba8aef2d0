"""What is overdue, and what comes next."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from config.i18n import N_
from dashboard.components.council.calendar import tables
from dashboard.components.council.calendar.agenda import Agenda, agenda
from dashboard.components.council.calendar.entries import (
    by_month,
    overdue,
    recent,
    untimed,
    upcoming,
)
from dashboard.components.council.calendar.files import CalendarReport, calendar_csv, calendar_ics
from dashboard.components.council.calendar.question import Question, ask
from dashboard.components.council.calendar.strip import month_strip
from dashboard.components.council.desk import Desk
from dashboard.components.council.saving import say_unreadable
from dashboard.components.data.plain import plain
from dashboard.components.file_button import CSV, file_button
from dashboard.export.calendar_file import MEDIA_TYPE as ICS

NOTES = (
    N_("A report without a stated term is never late: it is listed as such."),
    N_(
        "Sessions are overdue where a body met more rarely in twelve months than it has to. What is left by "
        "the end of the year is counted by calendar years."
    ),
    N_(
        "The register does not tell when proposals of a hearing were handed over: those not all answered "
        "count from the last day of handing over."
    ),
)
"""How lateness is read, in English."""


def calendar_section(desk: Desk) -> None:
    """Show what is overdue, what is due next, what was done lately, and what has no term."""
    question = ask(desk)
    with st.spinner(desk.words.translate("Reading reports, sessions and hearings")):
        shown = agenda(desk, question)
    _say_days(desk, shown)
    if shown.entries.empty:
        st.info(desk.words.translate("Nothing is known of reports, sessions or hearings here."))
    else:
        _show_counts(desk, question, shown)
        _show_months(desk, shown)
        _show_tables(desk, shown)
        _offer_files(desk, question, shown)
    with st.expander(desk.words.translate("How lateness is read")):
        for note in NOTES:
            st.caption(desk.words.translate(note))


def _say_days(desk: Desk, shown: Agenda) -> None:
    tell = desk.words.translate
    text = tell("Reports, sessions and hearings held, as of: {day} · Plans, as of: {today}")
    st.caption(text.format(day=desk.day(shown.told.on), today=desk.day(shown.planned.on)))
    if years := shown.years_without_holidays:
        text = tell("Public holidays are not loaded, only weekends are counted; years: {years}.")
        st.caption(text.format(years=", ".join(map(str, years))))
    for fault in shown.faults:
        text = tell("A hearing that is kept has no tasks: {fault}")
        st.warning(plain(text.format(fault=fault)))
    say_unreadable(tell, {**desk.hearings().unreadable, **desk.plans().unreadable})


def _show_counts(desk: Desk, question: Question, shown: Agenda) -> None:
    tell = desk.words.translate
    states = shown.entries["state"].value_counts()
    counts = {
        tell("Overdue"): states.get("overdue", 0),
        tell("Due within {n} months").format(n=question.months): states.get("awaited", 0),
        tell("Late in twelve months"): states.get("late", 0),
        tell("On time in twelve months"): states.get("on_time", 0),
    }
    for column, (label, count) in zip(st.columns(len(counts)), counts.items(), strict=True):
        column.metric(label, desk.words.whole(count))


def _show_months(desk: Desk, shown: Agenda) -> None:
    counts = by_month(shown.entries, first=shown.first, last=shown.last)
    if counts.to_numpy().any():
        figure = month_strip(counts, desk.words, days={span.on for span in shown.spans}, describe=desk.day)
        st.plotly_chart(figure, key="council.calendar.months", config={"displayModeBar": False})
    if shown.n_before:
        text = desk.words.translate("Overdue since before the first of these months: {n}.")
        st.caption(text.format(n=desk.words.whole(shown.n_before)))


def _show_tables(desk: Desk, shown: Agenda) -> None:
    tell = desk.words.translate
    late, due, done, rest = (part(shown.entries) for part in (overdue, upcoming, recent, untimed))
    st.subheader(tell("Overdue"))
    if late.empty:
        st.success(tell("Nothing is overdue, as far as terms are stated and the register tells."))
    else:
        st.caption(tell("Select a row to open the body, the hearing or the plan."))
        tables.show_entries(desk, late, tables.OVERDUE, key="council.overdue", label=tell("Overdue"))
    st.subheader(tell("Due next"))
    if due.empty:
        st.info(tell("Nothing is due in these months."))
    else:
        tables.show_entries(desk, due, tables.UPCOMING, key="council.upcoming", label=tell("Due next"))
    for title, entries, columns, key in (
        (tell("Late or on time in twelve months: {n}"), done, tables.RECENT, "council.recent"),
        (tell("Without a stated term, or not known: {n}"), rest, tables.UNTIMED, "council.untimed"),
    ):
        if len(entries):
            label = title.format(n=desk.words.whole(len(entries)))
            with st.expander(label):
                tables.show_entries(desk, entries, columns, key=key, label=label)


def _offer_files(desk: Desk, question: Question, shown: Agenda) -> None:
    tell = desk.words.translate

    def report() -> CalendarReport:
        return CalendarReport(desk=desk, question=question, agenda=shown, made_at=datetime.now(UTC))

    name = f"{desk.country}-calendar-{question.area_code}-{shown.told.on.isoformat()}"
    with st.container(horizontal=True):
        file_button(tell("What is due (calendar file)"), lambda: calendar_ics(report()), f"{name}.ics", ICS)
        file_button(tell("Table (CSV)"), lambda: calendar_csv(report()), f"{name}.csv", CSV)
