"""The calendar: what is overdue first, then what comes next; of what nobody knows nothing is late."""

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence

import pandas as pd
import pytest
from icalendar import Calendar
from streamlit.testing.v1 import AppTest

from config.i18n import LANGUAGES, translations
from dashboard import cached
from dashboard.components.council.calendar.agenda import agenda
from dashboard.components.council.calendar.entries import (
    ENTRY_COLUMNS,
    Span,
    State,
    asked,
    by_month,
    entry_table,
    overdue,
    recent,
    untimed,
    upcoming,
)
from dashboard.components.council.calendar.files import CalendarReport, calendar_csv, calendar_ics
from dashboard.components.council.calendar.periods import period_title
from dashboard.components.council.calendar.planned_entries import Planned, planned_entries
from dashboard.components.council.calendar.question import Question, offered_areas
from dashboard.components.council.calendar.register_entries import register_entries
from dashboard.components.council.calendar.strip import month_strip
from dashboard.components.words import Words
from dashboard.hearings import HEARINGS, PLANS, plan_id
from dashboard.serving import PAGES_SCRIPT
from geodata.workspace import Workspace
from indicators.councils.on_day import OnDay
from indicators.councils.reporting import reports_on
from planning.participation.hearings import PlannedHearing
from planning.participation.involvement import InvolvementEntry, InvolvementPlan
from tests.dashboard.councils.desks import COUNTRY, ON, PLANTED_NAME, PLANTED_YEAR, desk, hamlets

__all__ = ["hamlets"]

EVERYTHING = Question("Q", None, None, 6)


def of_register(
    on: dt.date = ON, *, months: int = 6, duties: Mapping[str, object] | None = None, language: str = "en"
) -> pd.DataFrame:
    """Entries of the hamlets on a day; ``duties`` changes what every duty of a report says."""
    at = desk(language=language)
    councils = at.councils.model_copy(
        update={
            "report_duties": tuple(
                duty.model_copy(update=dict(duties or {})) for duty in at.councils.report_duties
            )
        }
    )
    day = OnDay.of(at.book.register, on)
    span = Span.around(on, months=months)
    return register_entries(day, councils, reports_on(day, councils), at.words, span=span)


def told(entries: pd.DataFrame, *columns: str, kind: str = "report") -> list[tuple[object, ...]]:
    rows = entries.loc[entries["kind"] == kind, list(columns)].astype(object)
    return [tuple(row) for row in rows.where(rows.notna(), None).itertuples(index=False)]


def plan(
    *hearings: PlannedHearing, plans: Sequence[InvolvementPlan] = (), on: dt.date = ON, months: int = 6
) -> Planned:
    at = desk()
    return planned_entries(
        {f"hearing-{number}": each for number, each in enumerate(hearings, start=1)},
        {each.area_code: each for each in plans},
        at.councils,
        at.words,
        span=Span.around(on, months=months),
    )


def hearing(held_on: dt.date = dt.date(2025, 10, 20), **known: object) -> PlannedHearing:
    given = {"area_code": "02", "hearing_type": "public", "topic": "Water", "held_on": held_on}
    return PlannedHearing.model_validate(given | known)


# Reports


def test_every_state_of_a_report(hamlets: Workspace) -> None:
    assert told(of_register(), "body_id", "state", "days_late", "due_on", "title") == [
        ("c2", "overdue", 61, dt.date(2025, 7, 31), "Half-year report: first half of 2025"),
        ("c1", "on_time", None, dt.date(2025, 1, 31), "Half-year report: second half of 2024"),
        ("c1", "on_time", None, dt.date(2025, 7, 31), "Half-year report: first half of 2025"),
        ("c2", "on_time", None, dt.date(2025, 1, 31), "Half-year report: second half of 2024"),
        ("c1", "awaited", None, dt.date(2026, 1, 31), "Half-year report: second half of 2025"),
        ("c2", "awaited", None, dt.date(2026, 1, 31), "Half-year report: second half of 2025"),
    ]
    late = of_register(duties={"due_days": 1})
    assert ("c1", "late", 8) in told(late, "body_id", "state", "days_late")


def test_who_reports_to_whom_and_where_that_is_stated(hamlets: Workspace) -> None:
    assert set(told(of_register(), "who", "reference")) == {("Head → Council", "Act 1, art. 5")}


def test_a_report_without_a_stated_term_is_never_late(hamlets: Workspace) -> None:
    entries = of_register(duties={"due_days": None})
    assert {state for (state,) in told(entries, "state")} == {"done", "open"}
    assert told(entries[entries["body_id"] == "c2"], "state", "days_late", "due_on") == [
        ("done", None, None),
        ("open", None, None),
    ]
    assert entries.loc[entries["kind"] == "report", "opens"].iloc[0] == "part=body&body=c1"


@pytest.mark.parametrize(("months", "count"), [(3, 0), (6, 2), (12, 4)])
def test_reports_come_within_the_months_ahead(hamlets: Workspace, months: int, count: int) -> None:
    assert [state for (state,) in told(of_register(months=months), "state")].count("awaited") == count


def test_what_was_delivered_a_year_ago_is_past(hamlets: Workspace) -> None:
    before = told(of_register(dt.date(2026, 1, 19)), "body_id", "done_on")
    after = told(of_register(dt.date(2026, 1, 20)), "body_id", "done_on")
    assert set(before) - set(after) == {("c1", dt.date(2025, 1, 20)), ("c2", dt.date(2025, 1, 20))}


# Sessions


def test_bodies_that_met_too_rarely_and_what_is_left_this_year(hamlets: Workspace) -> None:
    assert told(of_register(), "body_id", "state", "due_on", "title", kind="session") == [
        ("c2", "overdue", None, "Sessions in twelve months: 1 of 4, the last on March 5, 2025"),
        ("c2", "awaited", dt.date(2025, 12, 31), "Sessions still to be held by the end of the year: 3"),
    ]


def test_the_end_of_the_year_may_be_too_far(hamlets: Workspace) -> None:
    in_august = told(of_register(dt.date(2025, 8, 5), months=3), "state", kind="session")
    assert in_august == [("overdue",)]


def test_of_sessions_that_are_not_listed_nothing_is_known(hamlets: Workspace) -> None:
    at = desk()
    register = at.book.register
    only = register.meetings[register.meetings["body_id"] == "c2"]
    day = OnDay.of(type(register)(**dict(register.tables()) | {"meetings": only}), ON)
    entries = register_entries(day, at.councils, at.reports(), at.words, span=Span.around(ON, months=3))
    of_first = told(entries[entries["body_id"] == "c1"], "state", "days_late", kind="session")
    assert of_first == [("unknown", None)]


# Hearings


@pytest.mark.parametrize(
    ("on", "state", "days_late"),
    [(dt.date(2025, 10, 10), "awaited", None), (dt.date(2025, 10, 11), "overdue", 1)],
)
def test_proposals_not_answered_count_from_the_last_day_of_handing_over(
    hamlets: Workspace, on: dt.date, state: str, days_late: int | None
) -> None:
    publication, handing_over = told(
        of_register(on), "state", "days_late", "due_on", "title", "who", kind="hearing"
    )
    title = "Proposals handed over (answered: 9 of 10) · Budget of 2026"
    assert handing_over == (state, days_late, dt.date(2025, 10, 10), title, "Chair")
    assert publication[:3] == ("open", None, None)


def test_hearings_with_all_answered_or_nothing_told(hamlets: Workspace) -> None:
    at = desk()
    register = at.book.register
    held = register.hearings

    def states(**known: object) -> list[tuple[object, ...]]:
        changed = held.assign(**{key: pd.Series([value], dtype="object") for key, value in known.items()})
        day = OnDay.of(type(register)(**dict(register.tables()) | {"hearings": changed}), ON)
        span = Span.around(ON, months=6)
        return told(
            register_entries(day, at.councils, at.reports(), at.words, span=span), "state", kind="hearing"
        )

    assert states(proposals_answered=10) == [("open",)]
    assert states(proposals_answered=None) == [("open",), ("unknown",)]
    assert states(proposals_answered=10, published_on=ON) == [("done",)]
    # What is made public tomorrow is not public today.
    assert states(proposals_answered=10, published_on=ON + dt.timedelta(1)) == [("open",)]


def test_a_hearing_after_the_day_was_not_held_yet(hamlets: Workspace) -> None:
    assert told(of_register(dt.date(2025, 9, 29)), "state", kind="hearing") == []


# What is planned


def test_tasks_of_a_planned_hearing(hamlets: Workspace) -> None:
    entries = plan(hearing(), on=dt.date(2025, 10, 10)).entries
    assert told(entries, "title", "state", "days_late", "due_on", kind="planned") == [
        ("First meeting of the working group · Water", "overdue", 5, dt.date(2025, 10, 5)),
        ("Notice of the hearing (1 of 2) · Water", "awaited", None, dt.date(2025, 10, 17)),
        ("Notice of the hearing (2 of 2) · Water", "awaited", None, dt.date(2025, 10, 17)),
        ("Outcome made public · Water", "open", None, None),
        ("Proposals handed over · Water", "awaited", None, dt.date(2025, 10, 30)),
        ("Public hearing · Water", "awaited", None, dt.date(2025, 10, 20)),
    ]
    assert set(entries["opens"]) == {"part=hearings&section=planned&hearing=hearing-1"}


@pytest.mark.parametrize(
    ("done_on", "state", "days_late"),
    [
        (dt.date(2025, 10, 5), "on_time", None),
        (dt.date(2025, 10, 6), "late", 1),
        # Before the window is not in time either, but nobody was late.
        (dt.date(2025, 9, 1), "on_time", None),
    ],
)
def test_a_task_that_is_done(hamlets: Workspace, done_on: dt.date, state: str, days_late: int | None) -> None:
    entries = plan(hearing(done={"working_group": done_on}), on=dt.date(2025, 10, 10)).entries
    first = told(entries, "state", "days_late", "done_on", kind="planned")[0]
    assert first == (state, days_late, done_on)


def test_a_hearing_that_does_not_fit_the_rules_is_named(hamlets: Workspace) -> None:
    planned = plan(hearing(channels=("pigeons",)), hearing(hearing_type="secret", topic="Gold"), hearing())
    assert len(planned.faults) == 2
    assert "pigeons" in planned.faults[0]
    assert planned.faults[1].startswith("Gold: ")
    assert set(planned.entries["opens"]) == {"part=hearings&section=planned&hearing=hearing-3"}


@pytest.mark.parametrize(
    ("on", "state", "days_late"),
    [(dt.date(2025, 7, 10), "awaited", None), (dt.date(2025, 7, 11), "overdue", 1)],
)
def test_information_is_refreshed_after_half_a_year(
    hamlets: Workspace, on: dt.date, state: str, days_late: int | None
) -> None:
    filled = InvolvementEntry(item="local_matters", refreshed_on=(dt.date(2025, 1, 10),))
    plans = [InvolvementPlan(area_code="01", entries=(filled,))]
    entries = plan(plans=plans, on=on).entries
    expected = ("Information to be refreshed: Local matters", state, days_late, dt.date(2025, 7, 10))
    assert told(entries, "title", "state", "days_late", "due_on", kind="involvement") == [expected]


def test_information_that_was_never_refreshed_is_not_late(hamlets: Workspace) -> None:
    entries = plan(plans=[InvolvementPlan(area_code="01")]).entries
    assert told(entries, "state", "days_late", kind="involvement") == [("unknown", None)]


# Order and choice


def made(*rows: Mapping[str, object]) -> pd.DataFrame:
    return entry_table({"kind": "report", "title": "A", "area_code": "01", **row} for row in rows)


def days_of(month: int, *days: int) -> list[dt.date]:
    return [dt.date(2025, month, day) for day in days]


def test_the_longest_overdue_comes_first_and_what_has_no_day_last() -> None:
    rows = [{"state": "overdue", "days_late": days} for days in (3, None, 40, 7)]
    entries = made(*rows, {"state": "late", "days_late": 99})
    assert overdue(entries)["days_late"].tolist() == [40, 7, 3, pd.NA]


def test_the_next_day_comes_first_and_the_latest_done() -> None:
    first, second, third = days_of(9, 1, 2, 3)
    due = made(*({"state": "awaited", "due_on": day} for day in (third, first, second)))
    assert upcoming(due)["due_on"].tolist() == [first, second, third]
    done = made(*({"state": "late", "done_on": day} for day in (third, first, second)))
    assert recent(done)["done_on"].tolist() == [third, second, first]


def test_every_state_is_in_one_list() -> None:
    states: list[State] = ["overdue", "awaited", "late", "on_time", "done", "open", "unknown"]
    entries = made(*({"state": state, "due_on": days_of(9, 1)[0]} for state in states))
    lists = [part(entries) for part in (overdue, upcoming, recent, untimed)]
    assert sorted(state for rows in lists for state in rows["state"]) == sorted(states)


def test_months_count_what_was_due_in_them() -> None:
    entries = made(
        *({"state": "late", "due_on": day} for day in days_of(7, 1, 31)),
        {"state": "awaited", "due_on": dt.date(2025, 9, 1)},
        {"state": "open"},
        {"state": "overdue", "due_on": dt.date(2024, 1, 1)},
    )
    counts = by_month(entries, first=dt.date(2025, 7, 30), last=dt.date(2025, 9, 2))
    assert [str(month) for month in counts.index] == ["2025-07", "2025-08", "2025-09"]
    assert counts["late"].tolist() == [2, 0, 0]
    assert counts["awaited"].tolist() == [0, 0, 1]
    assert counts["overdue"].tolist() == [0, 0, 0]


def test_an_area_has_what_is_part_of_it_and_the_country_everything(hamlets: Workspace) -> None:
    codes = ["01", "011", "02", "Q", "elsewhere"]
    entries = made(*({"state": "open", "area_code": code} for code in codes))
    areas = desk().areas
    assert asked(entries, areas, area_code="01")["area_code"].tolist() == ["01", "011"]
    assert asked(entries, areas, area_code="011")["area_code"].tolist() == ["011"]
    assert asked(entries, areas, area_code="Q")["area_code"].tolist() == codes


def test_kinds_and_types_are_chosen(hamlets: Workspace) -> None:
    entries, areas = of_register(), desk().areas
    assert set(asked(entries, areas, area_code="Q", kind="session")["kind"]) == {"session"}
    assert asked(entries, areas, area_code="Q", body_type="court").empty
    assert len(asked(entries, areas, area_code="Q", body_type="council")) == len(entries)


def test_the_smallest_areas_are_offered_only_once_chosen(hamlets: Workspace) -> None:
    at = desk()
    assert set(offered_areas(at, "Q").index) == {"Q", "01", "02", "03", "04"}
    assert offered_areas(at, "021").index[0] == "Q"
    assert "021" in offered_areas(at, "021").index


@pytest.mark.parametrize(
    ("period", "language", "expected"),
    [
        ("2025-H1", "en", "first half of 2025"),
        ("2024-Q4", "en", "fourth quarter of 2024"),
        ("2024-12", "en", "December 2024"),
        ("2024-12", "ru", "декабрь 2024\u202fг."),
        ("2023..2024", "ky", "2023–2024"),
        ("2025", "ky", "2025"),
    ],
)
def test_periods_in_words(hamlets: Workspace, period: str, language: str, expected: str) -> None:
    words = Words(language, translations(language).gettext, cached.pack(COUNTRY), cached.catalogue())
    assert period_title(period, words) == expected


# The whole


def test_the_calendar_looks_at_the_register_on_its_day_and_at_plans_today(hamlets: Workspace) -> None:
    today = dt.date(2025, 11, 15)
    keep(hearing(dt.date(2025, 11, 20)), InvolvementPlan(area_code="01"))
    shown = agenda(desk(today=today), EVERYTHING)
    assert (shown.told.on, shown.planned.on) == (ON, today)
    late = overdue(shown.entries)
    assert late[["kind", "days_late"]].astype(object).to_numpy().tolist()[:2] == [
        ["report", 61],
        ["planned", 10],
    ]
    assert [span.on for span in shown.spans] == [ON, today]
    assert shown.first == dt.date(2024, 9, 30)
    assert shown.last == dt.date(2026, 5, 15)
    assert shown.years_without_holidays == (2025, 2026)
    names = shown.entries.set_index("kind")["name"]
    assert names["involvement"] == desk().names["01"]
    assert names["session"].iloc[0] == desk().titles["c2"]


def test_without_plans_only_the_days_of_the_register_are_shown(hamlets: Workspace) -> None:
    shown = agenda(desk(today=dt.date(2026, 11, 15)), EVERYTHING)
    assert (shown.first, shown.last) == (dt.date(2024, 9, 30), dt.date(2026, 3, 30))
    assert shown.n_before == 0
    assert agenda(desk(on=dt.date(2027, 6, 1)), EVERYTHING).n_before == 4


def test_bars_are_of_the_states_there_are(hamlets: Workspace) -> None:
    shown = agenda(desk(), EVERYTHING)
    counts = by_month(shown.entries, first=shown.first, last=shown.last)
    figure = month_strip(counts, desk().words, days=[ON], describe=str)
    assert [bar.name for bar in figure.data] == ["overdue", "on time", "not due yet"]
    assert sum(figure.data[0].y) == 1
    assert [each.text for each in figure.layout.annotations] == ["2025-09-30"]


def report(**chosen: object) -> CalendarReport:
    at = desk()
    question = Question(**{"area_code": "Q", "kind": None, "body_type": None, "months": 6} | chosen)
    made_at = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    return CalendarReport(desk=at, question=question, agenda=agenda(at, question), made_at=made_at)


def test_the_calendar_file_has_what_is_due(hamlets: Workspace) -> None:
    keep(hearing(dt.date(2025, 12, 20)))
    written = calendar_ics(report())
    assert written == calendar_ics(report())
    events = Calendar.from_ical(written).events
    days = sorted(event.start for event in events)
    assert days[0] == dt.date(2025, 10, 10)
    assert len(events) == len(upcoming(report().agenda.entries)) == len({event["UID"] for event in events})
    assert "Half-year report: second half of 2025" in written.decode().replace("\r\n ", "")


def test_the_table_says_what_was_asked_in_every_row(hamlets: Workspace) -> None:
    rows = list(csv.DictReader(io.StringIO(calendar_csv(report(kind="report")).decode("utf-8-sig"))))
    assert len(rows) == 6
    assert {(row["as_of"], row["of_kind"], row["months_ahead"]) for row in rows} == {
        ("2025-09-30", "report", "6")
    }
    first = rows[0]
    assert (first["days_late"], first["due_on"], first["body_id"]) == ("61", "2025-07-31", "c2")
    assert first["state_title"] == "overdue"


def test_files_name_nobody(hamlets: Workspace) -> None:
    files = calendar_ics(report()) + calendar_csv(report())
    assert PLANTED_NAME.encode() not in files
    # A hash may have the four digits in it.
    assert not re.search(rf"(?<![0-9a-f]){PLANTED_YEAR}(?![0-9a-f])", files.decode())


def test_an_empty_table_has_the_columns() -> None:
    empty = entry_table([])
    assert tuple(empty.columns) == ENTRY_COLUMNS
    assert overdue(empty).empty
    assert by_month(empty, first=ON, last=ON).to_numpy().sum() == 0


def keep(hearing: PlannedHearing, *plans: InvolvementPlan) -> None:
    at = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    HEARINGS.save(
        cached.store(), COUNTRY, "water", hearing, base_version=None, author="Planner", at=at, note="new"
    )
    for each in plans:
        PLANS.save(
            cached.store(),
            COUNTRY,
            plan_id(each.area_code),
            each,
            base_version=None,
            author="Planner",
            at=at,
            note="new",
        )


# On screen


@pytest.fixture
def app(hamlets: Workspace) -> AppTest:
    return AppTest.from_file(str(PAGES_SCRIPT), default_timeout=60)


def visit(app: AppTest, **address: str) -> AppTest:
    app.query_params |= {"part": "calendar"} | address
    return app.run().switch_page("views/councils.py").run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_counts_and_lists(app: AppTest, language: str) -> None:
    visit(app, lang=language)
    assert not app.exception
    assert [metric.value for metric in app.metric] == ["2", "4", "0", "3"]
    assert len(app.dataframe) == 4
    assert app.dataframe[0].value.iloc[0, 0] == 61


def test_without_a_register_only_plans_are_known(app: AppTest) -> None:
    dataset_id = int(cached.store().register(COUNTRY).bodies["dataset_id"].iloc[0])
    with cached.store().writing(author="Keeper", at=dt.datetime(2025, 12, 2, tzinfo=dt.UTC)) as writer:
        writer.withdraw(dataset_id, "a mistake")
    visit(app, lang="en")
    assert not app.exception
    assert "Nothing is known of reports, sessions or hearings here." in [each.value for each in app.info]
    keep(hearing(dt.date(2026, 12, 1)))
    entries = agenda(desk(today=dt.date(2026, 11, 1)), EVERYTHING).entries
    assert set(entries["kind"]) == {"planned"}


def test_choices_live_in_the_address(app: AppTest) -> None:
    visit(app, lang="en", area="01", kind="session", upcoming="12")
    assert app.selectbox(key="choose.upcoming").value == 12
    assert "Nothing is known of reports, sessions or hearings here." in [each.value for each in app.info]
    app.selectbox(key="choose.kind").select("report").run()
    assert app.query_params["kind"] == "report"
    assert [metric.value for metric in app.metric] == ["0", "2", "0", "2"]


def test_it_is_said_that_holidays_are_not_loaded_and_what_cannot_be_used(app: AppTest) -> None:
    keep(hearing(dt.date(2026, 12, 1), channels=("pigeons",)))
    visit(app, lang="en")
    captions = " ".join(each.value for each in app.caption)
    assert "Public holidays are not loaded, only weekends are counted; years: 2025, 2026." in captions
    assert any("pigeons" in each.value for each in app.warning)
