"""Bodies that are not composed as the rules demand, and those of which that cannot be told."""

from __future__ import annotations

from dataclasses import replace
from html import escape

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.listing import Listing, show_figures, show_listing
from dashboard.components.council.gaps.places import is_within
from dashboard.components.long_table import Heading
from geodata.councils.composition_rules import CompositionPack, StatutorySeats
from indicators.councils.composition import RuleResult, check_composition, is_composed
from indicators.councils.composition_register import compositions
from indicators.councils.composition_sentences import RULE_TITLES, rule_sentence

ALL = "all"
VERDICTS = {False: N_("Breaks a rule"), None: N_("Cannot be told")}


def show_compositions(desk: Desk, area: str) -> None:
    """Show the choice of a type of bodies, the bodies that break a rule, and the rules of a chosen one."""
    tell = desk.words.translate
    if desk.book.composition is None:
        st.info(tell("The pack of this country has no rules on the composition of bodies."))
        return
    checked = checked_bodies(desk, without_seat_rules(desk.book.composition))
    types = [each for each in desk.councils.body_types if each in set(checked["body_type"])]
    if not types:
        st.info(tell("Cannot be told: the register has no body for which there are rules."))
        return
    asked = state.select(
        "body_type",
        tell("Type of body"),
        [ALL, *types],
        default=ALL,
        words=lambda each: tell("All types") if each == ALL else desk.type_title(each),
    )
    of_type = checked[(checked["body_type"] == asked) | (asked == ALL)]
    own = of_type[is_within(desk, of_type["area_code"], area)]
    n_broken = int((~own["is_composed"]).sum())
    show_figures(
        {
            tell("Bodies that break a rule"): tell("{n} of {total}").format(
                n=desk.words.whole(n_broken), total=desk.words.whole(len(own))
            ),
            tell("Cannot be told"): desk.words.whole(own["is_composed"].isna().sum()),
        },
    )
    st.caption(tell("Whether all seats by law are filled is another list: councils under strength."))
    listing = compositions_listing(desk, own, asked)
    if selected := show_listing(desk, area, listing):
        st.html(_sentences_html(desk, listing.rows.loc[int(selected)]))
    elif len(listing.rows):
        st.caption(tell("Select a row to read its rules in full."))


def without_seat_rules(pack: CompositionPack) -> CompositionPack:
    """Return the rules without those on statutory seats.

    Who is full or not is told with the seats, where it gives no small number away.
    """
    bodies = {
        key: body.model_copy(
            update={"rules": tuple(rule for rule in body.rules if not isinstance(rule, StatutorySeats))}
        )
        for key, body in pack.bodies.items()
    }
    return pack.model_copy(update={"bodies": {key: body for key, body in bodies.items() if body.rules}})


def checked_bodies(desk: Desk, pack: CompositionPack) -> pd.DataFrame:
    """Return the bodies for which there are rules.

    Returns:
        ``body_id, body_type, area_code, is_composed, broken, sentences``: titles of the rules that are broken
        or, where none is, cannot be told, and the same as sentences, one per line, without counts of people.
    """
    rules_of = {body_type: rules for rules in pack.bodies.values() for body_type in rules.body_types}
    bodies = desk.on.bodies_of(*rules_of)
    composed = compositions(replace(desk.on, bodies=bodies), chair_role=pack.chair_role)
    results = [
        check_composition(rules_of[body_type], composed[body_id], on=desk.on.on)
        if body_id in composed
        else None
        for body_id, body_type in zip(bodies["body_id"], bodies["body_type"], strict=True)
    ]
    verdicts = [None if each is None else is_composed(each) for each in results]
    failing = [_of_interest(each or ()) for each in results]
    return bodies[["body_id", "body_type", "area_code"]].assign(
        is_composed=pd.array(verdicts, dtype="boolean"),
        broken=[_titles(desk, each) for each in failing],
        sentences=["\n".join(_sentences(desk, each)) for each in failing],
    )


def compositions_listing(desk: Desk, checked: pd.DataFrame, asked: str) -> Listing:
    """Return the bodies that break a rule, then those of which it cannot be told.

    Args:
        desk: of the page.
        checked: as :func:`checked_bodies`.
        asked: the type of bodies, or :data:`ALL`.
    """
    tell = desk.words.translate
    rows = checked[~checked["is_composed"].fillna(value=False)]
    words = [tell(VERDICTS[None if pd.isna(each) else False]) for each in rows["is_composed"]]
    ordered = rows.assign(verdict=words, type_title=rows["body_type"].map(desk.type_title)).sort_values(
        ["is_composed", "body_type", "area_code"], na_position="last", ignore_index=True
    )
    return Listing(
        key="compositions" if asked == ALL else f"compositions-{asked}",
        title=tell("Unbalanced compositions"),
        of="body",
        rows=ordered,
        headings={
            "type_title": Heading(tell("Type of body")),
            "verdict": Heading(tell("Verdict")),
            "broken": Heading(tell("Rules")),
        },
        file_columns=("sentences",),
        n_untold=int(checked["is_composed"].isna().sum()),
        is_selectable=True,
    )


def _of_interest(results: tuple[RuleResult, ...]) -> tuple[RuleResult, ...]:
    broken = tuple(each for each in results if each.is_met is False)
    return broken or tuple(each for each in results if each.is_met is None)


def _titles(desk: Desk, results: tuple[RuleResult, ...]) -> str:
    if not results:
        return desk.words.translate("no list of members")
    return "; ".join(dict.fromkeys(desk.words.translate(RULE_TITLES[each.rule.kind]) for each in results))


def _sentences(desk: Desk, results: tuple[RuleResult, ...]) -> list[str]:
    titles = {key: each.title for key, each in desk.councils.seat_types.items()}
    language = desk.words.language
    return [rule_sentence(each, language=language, seat_titles=titles, with_counts=False) for each in results]


def _sentences_html(desk: Desk, row: pd.Series) -> str:
    items = "".join(f"<li>{escape(each)}</li>" for each in row["sentences"].splitlines())
    return f"<p><b>{escape(str(desk.titles[row['body_id']]))}</b></p><ul>{items}</ul>"
