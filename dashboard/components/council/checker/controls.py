"""The form of a body that somebody means to compose; every field stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.checker.judgement import CHAIR_TOO_LATE, SEXES_DIFFER, contradictions
from dashboard.components.council.checker.made import (
    LARGEST_POPULATION,
    Form,
    Forms,
    MadeBody,
    made_from_text,
    made_to_text,
    table_row,
)
from dashboard.components.council.desk import Desk
from dashboard.components.council.question import DATE_FORM, FIRST_DAY, LAST_DAY
from dashboard.councils import residents
from dashboard.i18n import in_language
from dashboard.names import area_labels
from geodata.problems import Problem, Rule
from indicators.councils.composition_change import LARGEST_BODY

N_COLUMNS = 4
DATE_WIDTH = 300
"""Pixels."""
KEY = "checker"
"""What the keys of all fields begin with."""
SEX_LABELS = {"women": N_("Women"), "men": N_("Men"), "sex_not_known": N_("Sex not known")}
"""Of the fields of a made body."""

Put = Callable[[MadeBody, Any], MadeBody]
"""Returns a body with what a field has become."""


def ask(desk: Desk, forms: Forms) -> tuple[MadeBody, Sequence[Problem]]:
    """Show the form; return what is filled in, and what in it contradicts itself.

    Args:
        desk: of the page.
        forms: what is asked, by type of body.
    """
    made = _written(forms)
    asking = _Asking(desk, forms, made)
    asking.body_type()
    problems = contradictions(made, asking.form, desk.on.on)
    asking.members()
    if asking.form.asks_sex:
        asking.sexes()
    _say(desk, problems, SEXES_DIFFER)
    if asking.form.asks_chair:
        asking.chair()
    _say(desk, problems, CHAIR_TOO_LATE)
    if asking.form.asks_seats:
        asking.seats()
    return made, problems


def people_of_areas(desk: Desk, form: Form) -> pd.Series[int]:
    """Return the residents on the day of the areas that bodies of a type may serve, as far as known."""
    body_type = desk.councils.body_types[form.body_type]
    known = residents(desk.book.population, desk.on.on).round().astype("int64")
    areas = desk.areas.reindex(known.index[known > 0].intersection(desk.areas.index))
    types = areas.get("area_type", pd.Series(None, index=areas.index, dtype="str"))
    levels = {level.number: level.id for level in desk.words.pack.levels}
    served = [
        body_type.may_serve(levels[int(level)], None if pd.isna(kind) else str(kind))
        for level, kind in zip(areas["admin_level"], types, strict=True)
    ]
    return known[areas.index[served]]


@dataclass(frozen=True, eq=False)
class _Asking:
    """The form being shown."""

    desk: Desk
    forms: Forms
    made: MadeBody
    """What is filled in."""

    @property
    def form(self) -> Form:
        return self.forms[self.made.body_type]

    def body_type(self) -> None:
        tell, blank = self.desk.words.translate, MadeBody(body_type=self.made.body_type)
        type_column, clear_column = st.columns([3, 1], vertical_alignment="bottom")
        with type_column:
            st.selectbox(
                tell("Type of body"),
                list(self.forms),
                format_func=lambda key: in_language(self.forms[key].title, self.desk.words.language),
                **self._bound("type", self.made.body_type, lambda _, key: MadeBody(body_type=key)),
            )
        with clear_column:
            st.button(tell("Clear the form"), disabled=self.made == blank, on_click=_remember, args=(blank,))

    def members(self) -> None:
        for seat_type, column in _in_columns(self.form.seat_types):
            title = in_language(self.form.seat_titles[seat_type], self.desk.words.language)
            with column:
                self._count(
                    title,
                    f"{self.made.body_type}.{seat_type}",
                    self.made.members.get(seat_type, 0),
                    partial(_seated, self.made.body_type, seat_type),
                )

    def sexes(self) -> None:
        for field, column in _in_columns(tuple(SEX_LABELS)):
            label = self.desk.words.translate(SEX_LABELS[field])
            with column:
                self._count(label, field, getattr(self.made, field), partial(_stated, field))

    def chair(self) -> None:
        st.date_input(
            self.desk.words.translate("Chair in office since"),
            value=None,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format=DATE_FORM,
            width=DATE_WIDTH,
            **self._bound("chair_since", self.made.chair_since, partial(_stated, "chair_since")),
        )

    def seats(self) -> None:
        """Ask for the seats by law, and where the law has a table for the residents that it reads."""
        tell, columns = self.desk.words.translate, st.columns(3)
        with columns[0]:
            self._optional(tell("Seats by law"), "statutory_seats", LARGEST_BODY)
        if not self.form.has_seat_table:
            return
        with columns[1]:
            self._optional(tell("Residents"), "residents", LARGEST_POPULATION)
        with columns[2]:
            self._area()
        _say_table(self.desk, self.form, self.made)

    def _area(self) -> None:
        people = people_of_areas(self.desk, self.form)
        labels = area_labels(self.desk.areas, self.desk.words.language)

        def take(made: MadeBody, code: str | None) -> MadeBody:
            return made if code is None else _stated("residents", made, int(people[code]))

        key = f"{KEY}.area"
        st.selectbox(
            self.desk.words.translate("Take the residents of an area"),
            [code for code in labels.index if code in people.index],
            index=None,
            format_func=labels.__getitem__,
            placeholder="–",
            disabled=people.empty,
            key=key,
            on_change=_changed,
            args=(self.forms, key, take),
        )

    def _count(self, label: str, name: str, value: int, put: Put) -> None:
        bound = self._bound(name, value, put)
        st.number_input(label, min_value=0, max_value=LARGEST_BODY, step=1, **bound)

    def _optional(self, label: str, field: str, highest: int) -> None:
        bound = self._bound(field, getattr(self.made, field), partial(_stated, field))
        st.number_input(label, value=None, min_value=1, max_value=highest, step=1, **bound)

    def _bound(self, name: str, value: object, put: Put) -> dict[str, Any]:
        key = f"{KEY}.{name}"
        st.session_state[key] = value
        return {"key": key, "on_change": _changed, "args": (self.forms, key, put)}


def _written(forms: Forms) -> MadeBody:
    first = MadeBody(body_type=next(iter(forms)))
    return state.entry("made", lambda text: made_from_text(text, forms), first)


def _changed(forms: Forms, key: str, put: Put) -> None:
    """Put a field into what is written by now: another one may have changed since the form was shown."""
    latest = state.latest("made")
    made = made_from_text(latest, forms) if latest else _written(forms)
    _remember(put(made, st.session_state[key]))


def _remember(made: MadeBody) -> None:
    state.remember("made", made_to_text(made))


def _seated(body_type: str, seat_type: str, made: MadeBody, count: int) -> MadeBody:
    if made.body_type != body_type:
        return made
    return made.model_copy(update={"members": made.members | {seat_type: count}})


def _stated(field: str, made: MadeBody, value: object) -> MadeBody:
    return made.model_copy(update={field: value})


def _in_columns(names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield names, each with a column; columns are anew for each row, so that a phone keeps their order."""
    for start in range(0, len(names), N_COLUMNS):
        yield from zip(names[start : start + N_COLUMNS], st.columns(N_COLUMNS), strict=False)


def _say_table(desk: Desk, form: Form, made: MadeBody) -> None:
    tell = desk.words.translate
    row = table_row(made, form, desk.on.on)
    if made.residents is None:
        st.caption(tell("Leave the seats empty to take those that the law has for so many residents."))
    elif row is None:
        st.caption(tell("The law has no number of seats for so many residents on this day."))
    else:
        text = tell("Seats that the law has for so many residents ({residents}): {seats}.")
        told = text.format(residents=desk.words.whole(made.residents), seats=desk.words.whole(row.seats))
        source = tell("Source: {reference}.").format(reference=row.reference.rstrip("."))
        st.caption(" ".join((told, source)))


def _say(desk: Desk, problems: Sequence[Problem], rule: Rule) -> None:
    for problem in problems:
        if problem.rule == rule:
            tell = desk.words.translate
            st.error(f"{problem.message(tell)} {problem.remedy(tell)}", icon=":material/error:")
