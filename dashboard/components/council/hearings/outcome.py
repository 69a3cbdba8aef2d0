"""What came of a hearing that was planned: what the register says, and a form to record it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime

import streamlit as st

from config.errors import AimakError
from dashboard.components.council.desk import Desk
from dashboard.components.council.question import DATE_FORM
from dashboard.components.council.saving import say_next, say_now
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.data.problems_table import problems_html
from dashboard.components.signing import known_author
from dashboard.hearing_outcomes import Outcome, StaleOutcomeError, record_outcome, recorded_outcome
from geodata.problems import ImportRefused
from geodata.store import StaleRegisterError
from planning.participation.hearings import PlannedHearing

MOST = 1_000_000
OUTCOME = "outcome"
"""Where it is said what has become of one."""
NOBODY = ""
"""Stands for no body in the choice of who held a hearing."""


def show_outcome(desk: Desk, hearing: PlannedHearing, *, is_kept: bool) -> None:
    """Show what the register says of a hearing; where it is kept here, let it be recorded.

    Args:
        desk: of the page.
        hearing: one whose day has come.
        is_kept: whether it is saved as it is on the screen.
    """
    tell = desk.words.translate
    st.subheader(tell("What came of it"), anchor=False)
    say_now(OUTCOME)
    seen = recorded_outcome(desk.book.register.hearings, hearing)
    if seen is None:
        st.caption(tell("The register does not have this hearing yet."))
    else:
        st.markdown("  \n".join(plain(line) for line in outcome_lines(desk, seen)))
    if not desk.keeps:
        text = tell("It is recorded on a server that keeps the register, or by a workbook on the Data page.")
        st.caption(text)
    elif not is_kept:
        st.caption(tell("Save the hearing first: it is recorded by its area, type, topic and day."))
    else:
        _record_form(desk, hearing, seen)


def outcome_lines(desk: Desk, outcome: Outcome) -> Iterator[str]:
    """Yield what is known of an outcome, a line each."""
    tell = desk.words.translate
    counts = {
        tell("Proposals voiced"): outcome.proposals_voiced,
        tell("Taken into account"): outcome.proposals_accepted,
        tell("Answered"): outcome.proposals_answered,
    }
    yield _labelled(tell("Held by"), _holder(desk, outcome.body_id or NOBODY))
    for label, count in counts.items():
        yield _labelled(label, tell("not known") if count is None else desk.words.whole(count))
    published = outcome.published_on
    yield _labelled(
        tell("Outcome made public"), tell("not known") if published is None else desk.day(published)
    )


def _record_form(desk: Desk, hearing: PlannedHearing, seen: Outcome | None) -> None:
    tell = desk.words.translate
    form = Form(f"outcome.{desk.country}.{hearing.area_code}.{hearing.held_on}.{hearing.topic}")
    _start(form, seen)
    with st.container(border=True):
        body_id = _ask_body(desk, form, hearing) if seen is None else seen.body_id
        outcome = _asked(desk, form, body_id)
        note = form.text("note", tell("What was changed, and why"))
        author = known_author()
        pressed = st.button(
            tell("Record in the register"),
            icon=":material/how_to_reg:",
            disabled=not author or outcome == seen,
            key=f"{form.scope}.record",
        )
        if not author:
            st.caption(tell("Your name is needed."))
    if pressed:
        _record(desk, hearing, outcome, seen, form, author=author, note=note)


def _start(form: Form, seen: Outcome | None) -> None:
    """Fill the fields with what is recorded, as long as nothing has been written in them."""
    if seen is not None and not form.answers:
        form.answers.update(asdict(seen))


def _ask_body(desk: Desk, form: Form, hearing: PlannedHearing) -> str | None:
    bodies = desk.book.register.bodies
    own = bodies.loc[bodies["area_code"] == hearing.area_code, "body_id"]
    return (
        form.select(
            "body_id",
            desk.words.translate("Held by"),
            [NOBODY, *own],
            words=lambda each: _holder(desk, each),
            default=NOBODY,
        )
        or None
    )


def _asked(desk: Desk, form: Form, body_id: str | None) -> Outcome:
    tell = desk.words.translate
    labels = {
        "proposals_voiced": tell("Proposals voiced"),
        "proposals_accepted": tell("Taken into account"),
        "proposals_answered": tell("Answered"),
    }
    *count_columns, day_column = st.columns(4)
    counts: dict[str, int | None] = {}
    for column, (name, label) in zip(count_columns, labels.items(), strict=True):
        with column:
            counts[name] = form.number(name, label, lowest=0, highest=MOST, default=None)
    with day_column:
        label = tell("Outcome made public")
        day = form.day("published_on", label, highest=desk.today, written=DATE_FORM)
    return Outcome(body_id=body_id, published_on=day, **counts)


def _record(
    desk: Desk,
    hearing: PlannedHearing,
    outcome: Outcome,
    seen: Outcome | None,
    form: Form,
    *,
    author: str,
    note: str,
) -> None:
    tell = desk.words.translate
    try:
        dataset_id = record_outcome(
            desk.store,
            desk.book,
            hearing,
            outcome,
            seen=seen,
            language=desk.words.language,
            author=author,
            at=datetime.now(UTC),
            note=note,
        )
    except (StaleOutcomeError, StaleRegisterError):
        text = tell(
            "Somebody has changed the register meanwhile. Your numbers are as they were: compare them with "
            "what is recorded now, above, and press again."
        )
        say_next(OUTCOME, text, is_warning=True)
        st.rerun()
    except ImportRefused as refusal:
        st.html(problems_html(refusal.problems, tell))
    except AimakError as error:
        st.error(plain(error))
    else:
        form.answers.clear()
        text = tell("Recorded in the register as dataset {number}.")
        say_next(OUTCOME, text.format(number=dataset_id))
        st.rerun()


def _holder(desk: Desk, body_id: str) -> str:
    if body_id == NOBODY:
        return desk.words.translate("no body")
    return str(desk.titles.get(body_id, body_id))


def _labelled(label: str, text: str) -> str:
    return f"{label}: {text}"
