"""What a person has chosen: every choice lives in the address, so that each view has a permalink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeVar, get_args

import streamlit as st

Parameter = Literal[
    "lang", "country", "level", "indicator", "period", "scheme", "k", "breaks", "area", "dataset"
]
"""The query parameters of every page."""

OptionT = TypeVar("OptionT", str, int)


def choice(name: Parameter, options: Sequence[OptionT], default: OptionT) -> OptionT:
    """Return what is chosen for ``name``: from the address, else from this visit, else ``default``.

    A value that is none of ``options`` counts as not chosen. The address is brought up to date.
    """
    by_text = {str(option): option for option in options}
    asked = (st.query_params.get(name), st.session_state.get(_memory(name)), str(default))
    text = next(text for text in asked if text in by_text or text == str(default))
    remember(name, text)
    return by_text.get(text, default)


def chosen(name: Parameter) -> str:
    """Return what the navigation or an earlier page of this visit already chose."""
    return str(st.session_state[_memory(name)])


def remember(name: Parameter, value: str | int) -> None:
    """Keep ``value`` in the address and for the other pages of this visit."""
    st.session_state[_memory(name)] = str(value)
    if st.query_params.get(name) != str(value):
        st.query_params[name] = str(value)


def address() -> dict[str, str]:
    """Return the query parameters that carry every choice to another page."""
    return {name: st.query_params[name] for name in get_args(Parameter) if name in st.query_params}


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
    chosen = choice(name, options, default)
    key = _widget(name)
    st.session_state[key] = chosen
    return st.selectbox(
        label,
        options,
        key=key,
        format_func=words,
        on_change=_changed,
        args=(name,),
        label_visibility=label_visibility,
    )


def _changed(name: Parameter) -> None:
    remember(name, st.session_state[_widget(name)])


def _memory(name: Parameter) -> str:
    return f"view.{name}"


def _widget(name: Parameter) -> str:
    return f"choose.{name}"
