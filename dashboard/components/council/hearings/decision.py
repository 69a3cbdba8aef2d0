"""How a hearing decides, and whether so many votes are enough."""

from __future__ import annotations

import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.i18n import in_language, number
from geodata.councils.participation import DecisionRule
from planning.participation.hearings import is_carried

MOST_VOTES = 1_000_000


def show_decision(desk: Desk, rule: DecisionRule, form: Form) -> None:
    """Show the rule with its note, and count votes by it."""
    tell = desk.words.translate
    with st.expander(tell("How the hearing decides"), icon=":material/how_to_vote:"):
        st.markdown(plain(rule_text(desk, rule)))
        if rule.note is not None:
            st.caption(plain(in_language(rule.note, desk.words.language)))
        st.caption(plain(tell("Source: {reference}").format(reference=rule.reference)))
        for_column, all_column = st.columns(2)
        with for_column:
            votes_for = form.number(
                "votes_for", tell("Votes for"), lowest=0, highest=MOST_VOTES, default=None
            )
        with all_column:
            votes = form.number("votes", tell("Votes cast"), lowest=0, highest=MOST_VOTES, default=None)
        if votes_for is not None and votes is not None:
            _tell(desk, rule, votes_for, votes)


def rule_text(desk: Desk, rule: DecisionRule) -> str:
    """Return the rule in words."""
    text = desk.words.translate("A proposal is carried by more than {pct} % of the votes.")
    decimals = 0 if rule.more_than_pct.is_integer() else 1
    return text.format(pct=number(rule.more_than_pct, decimals=decimals, code=desk.words.language))


def _tell(desk: Desk, rule: DecisionRule, votes_for: int, votes: int) -> None:
    tell = desk.words.translate
    said = {"votes_for": desk.words.whole(votes_for), "votes": desk.words.whole(votes)}
    if votes_for > votes:
        st.warning(tell("There are more votes for it than votes cast."))
        return
    carried = is_carried(rule, votes_for=votes_for, votes=votes)
    if carried is None:
        st.info(tell("Nobody has voted: nothing is decided."))
    elif carried:
        st.success(tell("Carried: {votes_for} of {votes} votes.").format(**said))
    else:
        st.warning(tell("Not carried: {votes_for} of {votes} votes.").format(**said))
