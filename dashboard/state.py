"""What a person has chosen: every choice lives in the address, so that each view has a permalink."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar, get_args
from urllib.parse import urlencode

import streamlit as st

Parameter = Literal[
    "lang",
    "country",
    "level",
    "indicator",
    "period",
    "scheme",
    "k",
    "breaks",
    "area",
    "dataset",
    "profile",
    "on",
    "section",
    "paint",
    "vary",
    "rival",
    "rival_on",
    "rival_without",
    "criterion",
    "measure",
    "above",
    "part",
    "scale",
    "amounts",
    "need",
    "norm",
    "dispersion",
    "among",
    "rates",
    "scenario",
    "versus",
    "vary_budget",
    "range",
    "day",
    "body_type",
    "coverage",
    "report_type",
    "one_per",
    "gap",
    "km",
    "made",
    "body",
    "upcoming",
    "kind",
    "hearing",
    "plan",
    "service",
]
"""The query parameters of every page."""

SWITCHED_ON = "on"
"""What the address has of a switch that is on; it has nothing of one that is off."""

OptionT = TypeVar("OptionT", str, int)
EntryT = TypeVar("EntryT")


def choice(name: Parameter, options: Sequence[OptionT], default: OptionT) -> OptionT:
    """Return what is chosen for ``name``: from the address, else from this visit, else ``default``.

    A value that is none of ``options`` counts as not chosen. The address is brought up to date.
    """
    by_text = {str(option): option for option in options}
    asked = (st.query_params.get(name), st.session_state.get(_memory(name)), str(default))
    text = next(text for text in asked if text in by_text or text == str(default))
    remember(name, text)
    return by_text.get(text, default)


def entry(name: Parameter, parse: Callable[[str], EntryT], default: EntryT) -> EntryT:
    """Return what is written for ``name``: in the address, else in this visit, else ``default``.

    A text that ``parse`` refuses with a ValueError counts as not written. The address is brought up to date.
    """
    for text in (st.query_params.get(name), st.session_state.get(_memory(name))):
        try:
            if text:
                parsed = parse(text)
                remember(name, text)
                return parsed
        except ValueError:
            continue
    return default


def chosen(name: Parameter) -> str:
    """Return what the navigation or an earlier page of this visit already chose."""
    return str(st.session_state[_memory(name)])


def latest(name: Parameter) -> str:
    """Return what this visit wrote last, empty if nothing: what the browser knows of it may be older."""
    return str(st.session_state.get(_memory(name), ""))


def remember(name: Parameter, value: str | int) -> None:
    """Keep ``value`` in the address and for the other pages of this visit; an empty one leaves both."""
    st.session_state[_memory(name)] = str(value)
    if value == "":
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != str(value):
        st.query_params[name] = str(value)


def address() -> dict[str, str]:
    """Return the query parameters that carry every choice to another page."""
    return {name: st.query_params[name] for name in get_args(Parameter) if name in st.query_params}


def link(*left_out: Parameter) -> str:
    """Return the query string of this view without some parameters."""
    return "?" + urlencode({name: value for name, value in address().items() if name not in left_out})


def select(
    name: Parameter,
    label: str,
    options: Sequence[OptionT],
    *,
    default: OptionT,
    words: Callable[[OptionT], str],
    label_visibility: Literal["visible", "hidden", "collapsed"] = "visible",
) -> OptionT:
    """Show a select box bound to the address and return the choice."""
    bound = _bound(name, choice(name, options, default))
    return st.selectbox(label, options, format_func=words, label_visibility=label_visibility, **bound)


def segments(
    name: Parameter, label: str, options: Sequence[OptionT], *, words: Callable[[OptionT], str]
) -> OptionT:
    """Show a few parts of which one is seen, bound to the address; the first until another is chosen."""
    seen = choice(name, options, options[0])
    bound = _bound(name, seen)
    st.segmented_control(
        label, options, format_func=words, required=True, label_visibility="collapsed", **bound
    )
    return seen


def day(name: Parameter, label: str, *, default: date, lowest: date, highest: date, form: str) -> date:
    """Show a date bound to the address and return it.

    Args:
        name: of the parameter.
        label: above the field.
        default: where none is written.
        lowest: first day that may be chosen.
        highest: last one.
        form: how a date is written, as ``DD.MM.YYYY``.
    """
    written = min(max(entry(name, date.fromisoformat, default), lowest), highest)
    remember(name, written.isoformat())
    bound = _bound(name, written)
    st.date_input(label, min_value=lowest, max_value=highest, format=form, **bound)
    return written


def number_field(name: Parameter, label: str, *, default: float, lowest: float, step: float) -> float:
    """Show a number bound to the address and return it; what is not above ``lowest`` counts as not written.

    Args:
        name: of the parameter.
        label: above the field.
        default: where none is written.
        lowest: the smallest that may be written.
        step: of the buttons beside it.
    """

    def parse(text: str) -> float:
        if not lowest <= (written := float(text)) < math.inf:
            raise ValueError(f"expected a number of at least {lowest}, got {text}")
        return written

    written = entry(name, parse, default)
    bound = _bound(name, written)
    st.number_input(label, min_value=lowest, step=step, format="%.10g", **bound)
    return written


def switch(name: Parameter, label: str) -> bool:
    """Show a switch bound to the address, off until it is turned on, and return whether it is on."""
    is_on = choice(name, (SWITCHED_ON, ""), "") == SWITCHED_ON
    key = _widget(name)
    st.session_state[key] = is_on
    st.toggle(label, key=key, on_change=_switched, args=(name,))
    return is_on


def _switched(name: Parameter) -> None:
    remember(name, SWITCHED_ON if st.session_state[_widget(name)] else "")


def _bound(name: Parameter, value: object) -> dict[str, Any]:
    key = _widget(name)
    st.session_state[key] = value
    return {"key": key, "on_change": _changed, "args": (name,)}


def _changed(name: Parameter) -> None:
    remember(name, st.session_state[_widget(name)])


def _memory(name: Parameter) -> str:
    return f"view.{name}"


def _widget(name: Parameter) -> str:
    return f"choose.{name}"
