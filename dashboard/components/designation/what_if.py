"""Sliders for thresholds and counts: what if they were others?"""

from __future__ import annotations

import math

import streamlit as st

from dashboard import state
from dashboard.components.designation.address import variation_to_text
from dashboard.components.designation.answer import Answer
from dashboard.components.designation.question import Question
from dashboard.components.words import Words
from dashboard.i18n import in_language
from indicators.designation.profile import Criterion, DesignationClass
from indicators.designation.variation import Variation

RANGE = 0.5
"""How far below and above its threshold a slider goes, as a share of it."""
N_COLUMNS = 3
STEPS = 50
"""At least this many steps from the threshold to either end, in round numbers."""


def what_if(words: Words, question: Question) -> None:
    """Show the sliders; a moved one changes the address, and with it everything on the page."""
    tell, saved = words.translate, question.saved
    with st.expander(tell("What if?"), icon=":material/tune:", expanded=bool(question.variation)):
        st.caption(tell("Move a threshold or a count and see what changes; the rule itself stays as it is."))
        counted = [each for each in saved.classes if each.at_least is not None and _most(question, each) > 1]
        for column, each in zip(st.columns(max(len(counted), 1)), counted, strict=False):
            with column:
                _count_slider(words, question, each)
        columns = st.columns(N_COLUMNS)
        for position, criterion in enumerate(saved.criteria):
            with columns[position % N_COLUMNS]:
                _threshold_slider(words, question, criterion)
        st.button(
            tell("Back to the rule as it stands"),
            disabled=not question.variation,
            on_click=state.remember,
            args=("vary", ""),
        )


def _count_slider(words: Words, question: Question, each: DesignationClass) -> None:
    variation = question.variation
    key = f"vary.at_least.{question.saved.id}.{each.id}"
    st.session_state[key] = variation.at_least.get(each.id, each.at_least)
    label = words.translate("{title}: at least so many criteria")
    st.slider(
        label.format(title=in_language(each.title, words.language)),
        min_value=1,
        max_value=_most(question, each),
        key=key,
        on_change=_count_moved,
        args=(variation, each, key),
    )


def offer_to_leave_out(words: Words, answer: Answer) -> None:
    """Say which criteria can be told of no area, and offer to look at the others alone."""
    tell, variation = words.translate, answer.question.variation
    untold = answer.assessment.untold_criteria
    if not untold or len(untold) == len(answer.profile.criteria):
        return
    titles = "; ".join(in_language(each.title, words.language) for each in untold)
    text, button = st.columns([4, 1], vertical_alignment="center")
    text.info(tell("There are no data for: {criteria}.").format(criteria=titles))
    without = tuple(sorted({*variation.without, *(each.id for each in untold)}))
    left_out = variation.model_copy(update={"without": without})
    button.button(tell("Leave these out"), on_click=_ask, args=(left_out,))


def _most(question: Question, each: DesignationClass) -> int:
    return len(each.of or question.saved.criteria)


def _threshold_slider(words: Words, question: Question, criterion: Criterion) -> None:
    stated = criterion.threshold_on(question.on)
    if stated is None:
        return
    variation = question.variation
    title = f"{in_language(criterion.title, words.language)} {criterion.operator}"
    used_key, key = (f"vary.{kind}.{question.saved.id}.{criterion.id}" for kind in ("used", "threshold"))
    st.session_state[used_key] = criterion.id not in variation.without
    tick, slider = st.columns([1, 12], vertical_alignment="center")
    with tick:
        st.checkbox(
            words.translate("Count {title}").format(title=title),
            key=used_key,
            label_visibility="collapsed",
            on_change=_use_changed,
            args=(variation, criterion),
        )
    step = slider_step(stated)
    low, high = sorted((stated * (1 - RANGE), stated * (1 + RANGE)))
    asked = variation.thresholds.get(criterion.id, stated)
    st.session_state[key] = float(asked)
    with slider:
        st.slider(
            title,
            min_value=float(min(low, asked)),
            max_value=float(max(high, asked)),
            step=step,
            format=f"%.{max(0, -math.floor(math.log10(step)))}f",
            key=key,
            disabled=criterion.id in variation.without,
            on_change=_threshold_moved,
            args=(variation, criterion, stated, key),
        )


def slider_step(threshold: float) -> float:
    """Return a round step (a power of ten) that divides the way to either end into at least ``STEPS``.

    >>> slider_step(1.05), slider_step(70)
    (0.01, 0.1)
    """
    return float(10.0 ** math.floor(math.log10(abs(threshold) * RANGE / STEPS))) if threshold else 0.01


def _count_moved(variation: Variation, each: DesignationClass, key: str) -> None:
    counts = {**variation.at_least, each.id: int(st.session_state[key])}
    if counts[each.id] == each.at_least:
        del counts[each.id]
    _ask(variation.model_copy(update={"at_least": counts}))


def _threshold_moved(variation: Variation, criterion: Criterion, stated: float, key: str) -> None:
    thresholds = {**variation.thresholds, criterion.id: round(float(st.session_state[key]), 10)}
    if math.isclose(thresholds[criterion.id], stated):
        del thresholds[criterion.id]
    _ask(variation.model_copy(update={"thresholds": thresholds}))


def _use_changed(variation: Variation, criterion: Criterion) -> None:
    without = set(variation.without) ^ {criterion.id}
    _ask(variation.model_copy(update={"without": tuple(sorted(without))}))


def _ask(variation: Variation) -> None:
    state.remember("vary", variation_to_text(variation))
