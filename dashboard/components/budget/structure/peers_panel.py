"""A budget beside those of the areas that are most like it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from urllib.parse import quote

import numpy as np
import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.budget.desk import Desk
from dashboard.components.budget.structure.bars import lying_bars
from dashboard.components.budget.structure.layers import item_title, layers_of, legend_html
from dashboard.components.budget.structure.over_time import measure_unit
from dashboard.components.html_table import Cell, table_html
from dashboard.components.profile import URBAN_RURAL_WORDS
from dashboard.components.words import Words
from dashboard.i18n import in_language, number, separators
from dashboard.names import area_labels, area_names
from indicators.budget.peers import FEATURE_TEXTS, Peers, candidates, nearest_peers, peer_features
from indicators.budget.structure import EXPENDITURE, REVENUE, budget_table

FEATURE_INDICATORS = ("population", "own_revenue_pc")
WHOLE_COUNTRY, SAME_AREA = "country", "same"
WITHIN_LEVEL = 1
"""Of the areas among which peers can be sought."""
MOST_NAMED = 30

LACKS = N_("Peers cannot be told: this area lacks {features}.")
METHOD = N_(
    "Nearest by standardised distance (each difference divided by its standard deviation over the areas of "
    "this level, squares added up, root taken) of: {features}."
)


def peers_panel(desk: Desk, area_code: str) -> None:
    """Show the peers of an area in the asked period, why they are, and their budgets beside its own."""
    words = desk.words
    level = int(desk.areas.loc[area_code, "admin_level"])
    if level == 0:
        st.info(words.translate("The country has no peers: choose an area."))
        return
    within = _ask_among(desk, level)
    period = desk.question.period
    features = known_features(desk, level)
    if features.columns.empty:
        st.info(words.translate(LACKS).format(features=_listed(words, FEATURE_TEXTS)))
        return
    among = candidates(desk.areas, area_code, within_level=within)
    peers = nearest_peers(features, area_code, among=among)
    st.caption(method_text(words, peers, features.columns))
    if peers.lacks:
        st.info(words.translate(LACKS).format(features=_listed(words, peers.lacks)))
        return
    st.html(peers_html(desk, peers, features.loc[area_code], link_url=state.link("area")))
    _show_budgets(desk, [area_code, *peers.table["area_code"]], period)
    _show_not_comparable(desk, peers)


def known_features(desk: Desk, level: int) -> pd.DataFrame:
    """Return what areas of a level are compared by in the asked period; without what is known of none."""
    values = desk.values(FEATURE_INDICATORS, level=level)
    features = peer_features(values, desk.areas, level=level, period=desk.question.period)
    return features.dropna(axis="columns", how="all")


def method_text(words: Words, peers: Peers, features: Collection[str]) -> str:
    """Return how the peers were chosen."""
    tell = words.translate
    told = tell(METHOD).format(features=_listed(words, features))
    unknown = [each for each in FEATURE_TEXTS if each not in features]
    if unknown:
        text = tell("Not compared, because it is known of no area of this level: {features}.")
        told += " " + text.format(features=_listed(words, unknown))
    if peers.constant:
        same = tell("The same in all areas, so that it tells none apart: {features}.")
        told += " " + same.format(features=_listed(words, peers.constant))
    return told


def peers_html(desk: Desk, peers: Peers, own: pd.Series[float], *, link_url: str) -> str:
    """Return the area and its peers with their distance and what was compared, as HTML.

    Args:
        desk: of the page.
        peers: of the area.
        own: its features.
        link_url: where the name of a peer leads, with a query to which the area code is appended.
    """
    words, tell = desk.words, desk.words.translate
    labels = area_labels(desk.areas, words.language)
    rows = [
        [Cell(str(labels[peers.area_code])), Cell("–", is_number=True), *_features(words, own)],
        *(
            [
                Cell(str(labels[row["area_code"]]), href=f"{link_url}&area={quote(row['area_code'])}"),
                Cell(number(row["distance"], decimals=2, code=words.language), is_number=True),
                *_features(words, row),
            ]
            for _, row in peers.table.iterrows()
        ),
    ]
    head = [
        Cell(tell("Area")),
        Cell(tell("Distance"), is_number=True),
        Cell(words.title("population"), is_number=True),
        Cell(tell("Urban or rural")),
        Cell("{}, {}".format(words.title("own_revenue_pc"), words.unit("own_revenue_pc")), is_number=True),
    ]
    caption = tell("The area and those most like it, {period}").format(period=desk.question.period)
    return table_html(caption, head, {"": rows})


def _ask_among(desk: Desk, level: int) -> int | None:
    if level <= WITHIN_LEVEL:
        return None
    words = desk.words
    above = in_language(words.pack.level(WITHIN_LEVEL).name, words.language)
    texts = {
        WHOLE_COUNTRY: words.translate("all areas of this level"),
        SAME_AREA: words.translate("areas of the same part of the country ({level})").format(level=above),
    }
    column, _ = st.columns([4, 8])
    with column:
        asked = state.select(
            "among",
            words.translate("Peers are sought among"),
            list(texts),
            default=WHOLE_COUNTRY,
            words=texts.__getitem__,
        )
    return WITHIN_LEVEL if asked == SAME_AREA else None


def _show_budgets(desk: Desk, codes: list[str], period: str) -> None:
    values = desk.area_values(codes)
    table = budget_table(values[values["period"] == period], by="area_code")
    names = area_names(desk.areas, desk.words.language)[codes].to_dict()
    for column, total_id in zip(st.columns(2), (REVENUE, EXPENDITURE), strict=True):
        layers = layers_of(desk, table, total_id, "per_resident")
        with column:
            st.markdown(f"**{item_title(desk.words, desk.budget, total_id)}, {period}**")
            if not layers:
                st.info(desk.words.translate("Nothing is known of it in this measure."))
                continue
            figure = lying_bars(
                layers,
                names,
                unit=measure_unit(desk, "per_resident"),
                separators=separators(desk.words.language),
                decimals=0,
            )
            st.plotly_chart(figure, key=f"peers.{total_id}")
            st.html(legend_html(layers))


def _show_not_comparable(desk: Desk, peers: Peers) -> None:
    if not peers.not_comparable:
        return
    names = area_labels(desk.areas, desk.words.language)[list(peers.not_comparable)]
    more = "…" if len(names) > MOST_NAMED else ""
    text = desk.words.translate("Not comparable, because something of the above is not known: {count}")
    with st.expander(text.format(count=len(names))):
        st.text("; ".join(names.head(MOST_NAMED)) + more)


def _features(words: Words, features: pd.Series[float]) -> list[Cell]:
    told = features.reindex(list(FEATURE_TEXTS))
    kind = {1.0: "urban", 0.0: "rural"}.get(told["is_urban"])
    return [
        Cell(words.value(np.exp(told["log_population"]), "population"), is_number=True),
        Cell(words.translate(URBAN_RURAL_WORDS[kind]) if kind else words.translate("no data")),
        Cell(words.value(told["own_revenue_pc"], "own_revenue_pc"), is_number=True),
    ]


def _listed(words: Words, features: Iterable[str]) -> str:
    return ", ".join(words.translate(FEATURE_TEXTS[each]) for each in features)
