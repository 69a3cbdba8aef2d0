"""Whether a draft is a sound rule, and what it would designate now."""

from __future__ import annotations

import streamlit as st

from dashboard.components.data.plain import plain
from dashboard.components.designation.desk import Desk
from dashboard.components.designation.editor.draft import Table
from dashboard.components.designation.editor.faults import Checked, fault_words
from dashboard.components.designation.figures import Figures
from dashboard.components.words import Words
from indicators.designation.assess import judge
from indicators.designation.profile import Profile


def show_status(desk: Desk, checked: Checked) -> None:
    """Show in one line, so that nothing jumps, whether the rule is complete and what it designates."""
    if checked.profile is not None:
        st.success(preview(desk, checked.profile), icon=":material/check_circle:")
        return
    text = desk.words.translate("Not a complete rule yet: {count} to be put right, listed below.")
    st.warning(text.format(count=len(checked.faults)), icon=":material/checklist:")


def show_faults(words: Words, draft: Table, checked: Checked) -> None:
    """List what is to be put right, each with its place."""
    if checked.faults:
        lines = [fault_words(each, draft, words.translate, words.language) for each in checked.faults]
        lead = words.translate("To be put right before it can be saved:")
        st.warning("\n".join([lead, "", *(f"- {plain(line)}" for line in lines)]))


def preview(desk: Desk, profile: Profile) -> str:
    """Return in a line how many areas and people a profile designates at the level and on the day shown."""
    question = desk.answer.question
    assessment = judge(profile, desk.measure(question.level, profile, question.on))
    now, shown = Figures.of(assessment), Figures.of(desk.answer.assessment)
    text = desk.words.translate(
        "The rule is complete. It designates {count} of {total} areas with {people} people; "
        "{untold} cannot be told. The rule chosen above: {other}."
    )
    return text.format(
        count=desk.words.whole(now.n_designated),
        total=desk.words.whole(now.n_areas),
        people=desk.words.whole(now.population),
        untold=desk.words.whole(now.n_untold),
        other=desk.words.whole(shown.n_designated),
    )
