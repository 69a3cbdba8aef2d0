"""Widgets whose answers stay while they are off the screen: after Back, on other pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

import pandas as pd
import streamlit as st

OptionT = TypeVar("OptionT")


@dataclass(frozen=True, slots=True)
class Form:
    """Named questions; forms of different ``scope`` share nothing."""

    scope: str

    @property
    def answers(self) -> dict[str, Any]:
        """What has been answered, by the name of the question."""
        return cast(dict[str, Any], st.session_state.setdefault(f"answers.{self.scope}", {}))

    def select(
        self,
        name: str,
        label: str,
        options: Sequence[OptionT],
        *,
        words: Callable[[OptionT], str] = str,
        default: OptionT | None = None,
        placeholder: str | None = None,
    ) -> OptionT | None:
        """Ask for one of many options; without a default none is chosen."""
        key = self._ask(name, default, lambda kept: kept in options)
        chosen = st.selectbox(
            label, options, format_func=words, placeholder=placeholder, index=None, **self._bound(name, key)
        )
        return cast(OptionT | None, chosen)

    def radio(
        self,
        name: str,
        label: str,
        options: Sequence[OptionT],
        *,
        words: Callable[[OptionT], str],
        default: OptionT | None = None,
    ) -> OptionT | None:
        """Ask for one of a few options; without a default none is chosen."""
        key = self._ask(name, default, lambda kept: kept in options)
        return st.radio(label, options, format_func=words, index=None, **self._bound(name, key))

    def segments(
        self, name: str, label: str, options: Sequence[OptionT], *, words: Callable[[OptionT], str]
    ) -> OptionT:
        """Ask which of a few parts to see; the first one until another is chosen."""
        key = self._ask(name, options[0], lambda kept: kept in options)
        chosen = st.segmented_control(
            label,
            options,
            format_func=words,
            required=True,
            label_visibility="collapsed",
            **self._bound(name, key),
        )
        return cast(OptionT, chosen)

    def several(
        self,
        name: str,
        label: str,
        options: Sequence[OptionT],
        *,
        words: Callable[[OptionT], str] = str,
        default: Sequence[OptionT] = (),
        placeholder: str | None = None,
    ) -> list[OptionT]:
        """Ask for any number of options."""
        key = self._ask(name, list(default), lambda kept: set(kept) <= set(options))
        return st.multiselect(
            label, options, format_func=words, placeholder=placeholder, **self._bound(name, key)
        )

    def text(self, name: str, label: str, *, default: str = "", placeholder: str | None = None) -> str:
        """Ask for a line of text."""
        key = self._ask(name, default)
        return str(st.text_input(label, placeholder=placeholder, **self._bound(name, key)) or "").strip()

    def number(self, name: str, label: str, *, lowest: int, highest: int, default: int | None) -> int | None:
        """Ask for a whole number; without a default it may stay open."""
        key = self._ask(name, default, lambda kept: kept is None or lowest <= kept <= highest)
        number = st.number_input(
            label, min_value=lowest, max_value=highest, value=None, step=1, **self._bound(name, key)
        )
        return cast(int | None, number)

    def long_text(self, name: str, label: str, *, placeholder: str | None = None) -> str:
        """Ask for a text of several lines."""
        key = self._ask(name, "")
        return str(st.text_area(label, placeholder=placeholder, **self._bound(name, key)) or "").strip()

    def day(
        self, name: str, label: str, *, highest: date | None = None, written: str = "YYYY/MM/DD"
    ) -> date | None:
        """Ask for a date; it may stay open.

        Args:
            name: of the question.
            label: above the field.
            highest: last day that may be chosen.
            written: how it is, as ``DD.MM.YYYY``.
        """
        key = self._ask(name, None, lambda kept: kept is None or highest is None or kept <= highest)
        day = st.date_input(
            label,
            value=None,
            min_value=date(1800, 1, 1),
            max_value=highest,
            format=written,
            **self._bound(name, key),
        )
        return day if isinstance(day, date) else None

    def tick(self, name: str, label: str) -> bool:
        """Ask for a confirmation."""
        key = self._ask(name, default=False)
        return st.checkbox(label, **self._bound(name, key))

    def table(
        self, name: str, table: pd.DataFrame, *, editable: Sequence[str], columns: dict[str, Any]
    ) -> pd.DataFrame:
        """Let some columns of a table be edited; its index tells the rows apart.

        Args:
            name: of the question.
            table: the rows, with whatever the columns to edit begin with; no column may be without a type.
            editable: the columns to edit.
            columns: how each column is shown, see ``st.column_config``; others are not.
        """
        kept: dict[Hashable, dict[str, Any]] = self.answers.setdefault(name, {})
        begun = table.copy()
        for row in begun.index.intersection(list(kept)):
            begun.loc[row, list(kept[row])] = list(kept[row].values())
        edited = st.data_editor(
            begun,
            hide_index=True,
            column_order=list(columns),
            column_config=columns,
            disabled=[column for column in begun if column not in editable],
            placeholder="–",
            key=self._key(name),
        )
        for place, cells in st.session_state[self._key(name)]["edited_rows"].items():
            kept.setdefault(begun.index[place], {}).update(cells)
        return edited

    def _ask(self, name: str, default: object, is_possible: Callable[[Any], bool] = lambda _: True) -> str:
        """Set the widget to what was answered, or else to the default; return its key."""
        kept = self.answers.get(name, default)
        self.answers[name] = st.session_state[self._key(name)] = kept if is_possible(kept) else default
        return self._key(name)

    def _bound(self, name: str, key: str) -> dict[str, Any]:
        return {"key": key, "on_change": self._keep, "args": (name,)}

    def _keep(self, name: str) -> None:
        self.answers[name] = st.session_state[self._key(name)]

    def _key(self, name: str) -> str:
        return f"{self.scope}.{name}"
