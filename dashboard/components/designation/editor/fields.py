"""Widgets that show a part of a draft and change it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import pandas as pd
import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from config.i18n import LANGUAGES
from dashboard.components.data.plain import plain
from dashboard.components.designation.editor.bench import Bench, Grid
from dashboard.components.designation.editor.draft import Items, Path, moved, put, without
from dashboard.components.designation.editor.edits import can_move
from dashboard.components.designation.editor.naming import with_text
from dashboard.components.designation.question import DATE_FORMS
from dashboard.components.words import Words
from dashboard.i18n import LANGUAGE_NAMES

OptionT = TypeVar("OptionT")
Change = Callable[[Any, Any], Any]
"""From a table of the draft and an answer to the table as it is then."""

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True)
class Fields:
    """The fields of one table of the draft; an answer changes its key, unless a ``change`` says more."""

    bench: Bench
    words: Words
    path: Path = ()

    def __truediv__(self, key: str | int) -> Fields:
        """Return the fields of a table within this one."""
        return Fields(self.bench, self.words, (*self.path, key))

    @property
    def table(self) -> Any:
        """What stands here, None where nothing does."""
        return self.bench.at(self.path)

    def value(self, name: str) -> Any:
        """Return what stands under a key."""
        return self.bench.at((*self.path, name))

    def text(self, name: str, label: str, *, hint: str | None = None, disabled: bool = False) -> None:
        """Show a line of text."""
        bound = self._bound(name, self.value(name) or "", None)
        st.text_input(label, help=hint, disabled=disabled, **bound)

    def texts(self, name: str, label: str, *, is_long: bool = False, change: Change | None = None) -> None:
        """Show a text in the language of the visit, and the others at hand.

        Languages that said the same, or nothing, follow; ``change`` gets the texts of all.
        """
        with st.container(horizontal=True, vertical_alignment="bottom", wrap=False):
            self._language(
                name, label, self.words.language, is_long=is_long, change=change, others_follow=True
            )
            others = [each for each in LANGUAGES if each != self.words.language]
            with st.popover(" ".join(others), help=self.words.translate("The same in other languages")):
                for each in others:
                    self._language(
                        name, f"{label}: {LANGUAGE_NAMES[each]}", each, is_long=is_long, change=change
                    )

    def select(
        self,
        name: str,
        label: str,
        options: Sequence[OptionT],
        *,
        words: Callable[[OptionT], str] = str,
        shown: object = None,
        change: Change | None = None,
        hint: str | None = None,
    ) -> None:
        """Show one of some options; ``shown`` where it is not the value of the key, or not yet."""
        asked = self.value(name) if shown is None else shown
        chosen = asked if asked in options else None
        st.selectbox(
            label,
            options,
            # Only what is not chosen yet may be without a choice.
            index=None if chosen is None else 0,
            format_func=words,
            help=hint,
            placeholder=self._open,
            **self._bound(name, chosen, change),
        )

    def several(
        self,
        name: str,
        label: str,
        options: Sequence[str],
        *,
        words: Callable[[str], str],
        shown: Sequence[str] | None = None,
        change: Change | None = None,
        placeholder: str | None = None,
    ) -> None:
        """Show any number of options."""
        chosen = self.value(name) or [] if shown is None else shown
        bound = self._bound(name, [each for each in chosen if each in options], change)
        st.multiselect(label, options, format_func=words, placeholder=placeholder or self._open, **bound)

    def number(
        self,
        name: str,
        label: str,
        *,
        shown: float | None = None,
        change: Change | None = None,
        hint: str | None = None,
    ) -> None:
        """Show a number, which may stay open."""
        known = self.value(name) if shown is None else shown
        bound = self._bound(name, None if known is None else float(known), change)
        st.number_input(label, value=None, step=0.01, format="%g", help=hint, placeholder=self._open, **bound)

    def whole(
        self,
        name: str,
        label: str,
        *,
        lowest: int = 1,
        highest: int = 1000,
        default: int | None = None,
        change: Change | None = None,
        placeholder: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Show a whole number; without a ``default`` it may stay open."""
        known = self.value(name)
        st.number_input(
            label,
            min_value=lowest,
            max_value=max(highest, known or 0),
            value=None if default is None else "min",
            step=1,
            help=hint,
            placeholder=placeholder or self._open,
            **self._bound(name, default if known is None else known, change),
        )

    def tick(self, name: str, label: str, *, default: bool = False) -> None:
        """Show a yes or no."""
        known = self.value(name)
        st.checkbox(label, **self._bound(name, default if known is None else known, None))

    def day(self, name: str, label: str) -> None:
        """Show a date, which may stay open."""
        form = DATE_FORMS.get(self.words.language, "YYYY-MM-DD")
        bound = self._bound(name, self.value(name), None)
        st.date_input(label, value=None, min_value=EARLIEST, max_value=LATEST, format=form, **bound)

    def grid(self, name: str, label: str, columns: Mapping[str, Any], dtypes: Mapping[str, str]) -> None:
        """Show a list of tables as rows to change, add and remove.

        Args:
            name: of the list.
            label: above it.
            columns: how each key is shown, see ``st.column_config``.
            dtypes: of each key.
        """
        grid = self._grid(name, dtypes)
        st.caption(label)
        edited = st.data_editor(
            grid.begun,
            num_rows="dynamic",
            hide_index=True,
            column_config=dict(columns),
            placeholder="–",
            key=grid.key,
            alt=label,
        )
        items = rows_to_items(edited)
        if items != grid.items:
            self.bench.grids[(*self.path, name)] = Grid(grid.begun, items, grid.key)
            self.bench.change((*self.path, name), lambda _: items)
            st.rerun()

    def item(self, place: int | str, title: str) -> ExpanderContainer:
        """Return where an item of this list is shown; what is in it is drawn only while it is open."""
        key = self._open_key(place)
        st.session_state[key] = key in self.bench.opened
        return st.expander(plain(title), key=key, on_change=self._toggle, args=(key,))

    def order(
        self, place: int, *, last_stays: bool = False, remove: Callable[[Any], Any] | None = None
    ) -> None:
        """Show the buttons that move an item of this list up or down or take it out.

        Args:
            place: of the item.
            last_stays: whether nothing may be moved behind the last one.
            remove: changes the whole draft, where taking it out touches more than the list.
        """
        tell = self.words.translate
        with st.container(horizontal=True):
            for by, icon, label in ((-1, "upward", tell("Move up")), (1, "downward", tell("Move down"))):
                st.button(
                    label,
                    icon=f":material/arrow_{icon}:",
                    disabled=not can_move(self.table, place, by, last_stays=last_stays),
                    key=self.key(f"{place}.move{by}"),
                    on_click=self._move,
                    args=(place, by),
                )
            self.remove(place, remove)

    def remove(self, place: int | str, change: Callable[[Any], Any] | None = None) -> None:
        """Show the button that takes an item out, by a ``change`` of the whole draft where one is given."""
        st.button(
            self.words.translate("Remove"),
            icon=":material/delete:",
            key=self.key(f"{place}.remove"),
            on_click=self._remove,
            args=(place, change),
        )

    def add(
        self,
        label: str,
        change: Callable[[Any], Any],
        *,
        opens: int | str | None = None,
        disabled: bool = False,
    ) -> None:
        """Show a button that adds an item to this list and opens it."""
        st.button(
            label,
            icon=":material/add:",
            key=self.key("add"),
            disabled=disabled,
            on_click=self._add,
            args=(change, opens),
        )

    def key(self, name: str) -> str:
        """Return the key of a widget."""
        return ".".join(map(str, (self.bench.form.scope, *self.path, name)))

    @property
    def _open(self) -> str:
        return self.words.translate("Choose")

    def _language(
        self,
        name: str,
        label: str,
        language: str,
        *,
        is_long: bool,
        change: Change | None,
        others_follow: bool = False,
    ) -> None:
        texts = self.value(name) or {}

        def said(table: Any, text: str) -> Any:
            new = with_text(texts, language, text) if others_follow else {**texts, language: text}
            return change(table, new) if change else put(table or {}, (name,), new)

        bound = self._bound(f"{name}.{language}", texts.get(language, ""), said)
        (st.text_area if is_long else st.text_input)(label, **bound)

    def _grid(self, name: str, dtypes: Mapping[str, str]) -> Grid:
        """Return the table as it was begun, begun anew where the draft was changed elsewhere."""
        path, items = (*self.path, name), self.value(name) or []
        kept = self.bench.grids.get(path)
        if kept is None or kept.items != items:
            rows = pd.DataFrame(items, columns=list(dtypes)).astype(dict(dtypes))
            kept = Grid(rows, items, self.key(f"{name}.{secrets.token_hex(4)}"))
            self.bench.grids[path] = kept
        return kept

    def _toggle(self, key: str) -> None:
        self.bench.opened ^= {key}

    def _move(self, place: int, by: int) -> None:
        """Move an item; if only one of the two is shown open, it stays so."""
        both = {self._open_key(place), self._open_key(place + by)}
        if len(both & self.bench.opened) == 1:
            self.bench.opened ^= both
        self.bench.change(self.path, lambda items: moved(items, place, by))

    def _remove(self, place: int | str, change: Callable[[Any], Any] | None) -> None:
        self.bench.opened.clear()
        if change:
            self.bench.change((), change)
        else:
            self.bench.change(self.path, lambda items: without(items, place))

    def _add(self, change: Callable[[Any], Any], opens: int | str | None) -> None:
        self.bench.change(self.path, change)
        if opens is not None:
            self.bench.opened.add(self._open_key(opens))

    def _open_key(self, place: int | str) -> str:
        return self.key(f"{place}.open")

    def _bound(self, name: str, value: object, change: Change | None) -> dict[str, Any]:
        key = self.key(name)
        st.session_state[key] = value
        return {"key": key, "on_change": self._keep, "args": (key, name, change)}

    def _keep(self, key: str, name: str, change: Change | None) -> None:
        answer = st.session_state[key]
        answer = answer.strip() if isinstance(answer, str) else answer
        applied = change or (lambda table, value: put(table or {}, (name,), value))
        self.bench.change(self.path, lambda table: applied(table, answer))


def rows_to_items(rows: pd.DataFrame) -> Items:
    """Return the rows of a table as tables of TOML, without what is empty."""
    records = [{str(key): _plain(value) for key, value in row.items()} for row in rows.to_dict("records")]
    items = [
        {key: value for key, value in row.items() if value is not None and value != ""} for row in records
    ]
    return [item for item in items if item]


def _plain(value: Any) -> Any:
    """Return a cell as TOML writes it, None for an empty one."""
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
