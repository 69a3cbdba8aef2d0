"""A composition held against the rules, of a body that there is or is going to be."""

from __future__ import annotations

import streamlit as st

from dashboard.components.council.checker.controls import ask
from dashboard.components.council.checker.judgement import judge
from dashboard.components.council.checker.law import law_html
from dashboard.components.council.checker.made import offered_forms
from dashboard.components.council.checker.outcome import show_outcome
from dashboard.components.council.desk import Desk
from dashboard.i18n import in_language


def checker_section(desk: Desk) -> None:
    """Show the form, what the rules say of what is filled in, and the rules themselves."""
    tell, composition = desk.words.translate, desk.book.composition
    if composition is None:
        st.info(tell("The country pack has no rules on compositions: there is no composition.toml in it."))
        return
    st.caption(
        tell(
            "For a body that is going to be founded, or one of your own. What is entered here is kept in the "
            "address of this page and nowhere else."
        )
    )
    forms = offered_forms(composition, desk.councils)
    made, problems = ask(desk, forms)
    form = forms[made.body_type]
    if not problems:
        show_outcome(desk, made, judge(made, form, desk.on.on))
    for note in form.rules.notes:
        st.caption(in_language(note, desk.words.language))
    st.html(law_html(desk.words, composition, desk.councils, on=desk.on.on))
