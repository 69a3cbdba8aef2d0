"""What the rules say of the body that was filled in, on screen."""

from __future__ import annotations

import streamlit as st

from config.i18n import N_
from dashboard.components.council.checker.files import downloads
from dashboard.components.council.checker.judgement import MARKS, Judgement
from dashboard.components.council.checker.made import MadeBody
from dashboard.components.council.desk import Desk
from dashboard.components.html_table import Cell, table_html
from dashboard.components.words import Words
from indicators.councils.composition_sentences import RULE_TITLES

ANNOUNCED = {True: st.success, False: st.error, None: st.warning}
"""How a verdict is announced."""


def show_outcome(desk: Desk, made: MadeBody, judged: Judgement) -> None:
    """Show the verdict, each rule with its own, and the smallest change that makes the body right.

    Without members there is nothing to judge: then it is the smallest body that would be right.
    """
    tell, language = desk.words.translate, desk.words.language
    if made.n:
        ANNOUNCED[judged.verdict](f"{MARKS[judged.verdict]} {tell(judged.verdict_text)}")
        st.html(verdicts_html(desk.words, judged))
    else:
        st.info(tell("Enter how many members there are of each kind: each rule answers at once."))
    if told := judged.change_sentence(language):
        st.markdown(f"**{tell(_change_title(made))}**")
        st.write(told)
    if made.n:
        downloads(desk, made, judged)


def verdicts_html(words: Words, judged: Judgement) -> str:
    """Return each rule with its verdict, what it requires, what there is and where it stands."""
    tell = words.translate
    head = [Cell(tell("Rule")), Cell(tell("What is required, and what there is"), is_long=True)]
    rows = [
        [Cell(" ".join((MARKS[result.is_met], tell(RULE_TITLES[result.rule.kind])))), Cell(sentence)]
        for result, sentence in zip(judged.results, judged.sentences(words.language), strict=True)
    ]
    return table_html(tell("Rule by rule"), head, {"": rows})


def _change_title(made: MadeBody) -> str:
    return (
        N_("The smallest change that makes it right")
        if made.n
        else N_("The smallest body that meets all rules")
    )
