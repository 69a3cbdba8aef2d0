"""The tests of an area, one below the other."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from config.i18n import N_
from dashboard.components.designation.editor.draft import Items, Table
from dashboard.components.designation.editor.edits import (
    REFERENCES,
    SCORE_REFERENCES,
    SERIES,
    new_criterion,
    reference_kind,
    short_title,
    with_measured,
    with_periods,
    with_statistic,
    with_take,
    with_threshold,
    without_criterion,
)
from dashboard.components.designation.editor.fields import EARLIEST, LATEST, Fields
from dashboard.components.words import Words
from dashboard.i18n import in_language
from indicators.catalogue import Indicator
from indicators.designation.statistics import STATISTICS
from indicators.designation.support import load_support_measures

OPERATOR_WORDS = {"<": N_("below"), "<=": N_("at most"), ">": N_("above"), ">=": N_("at least")}
WORST_WORDS = {"highest": N_("the highest value is the worst"), "lowest": N_("the lowest value is the worst")}
CROSSING_WORDS = {
    "included": N_("the area that crosses the line counts"),
    "excluded": N_("the area that crosses the line does not count"),
}
REFERENCE_WORDS = {
    "whole": N_("value of the country"),
    "weighted": N_("weighted mean of the areas"),
    "simple": N_("simple mean of the areas"),
    "parent": N_("value of the area above"),
    "constant": N_("a fixed number"),
    SERIES: N_("a series of numbers by period"),
}
FREQUENCY_WORDS = {"A": N_("years"), "Q": N_("quarters"), "M": N_("months")}
TAKE_WORDS = {"mean": N_("their mean"), "each": N_("each of them, and so many must meet it")}
THRESHOLD_HELP = {
    "ratio": N_("1.05 is 105 % of the reference."),
    "rank": N_("1 is the worst area."),
    "rank_share": N_("0.25 is the worst quarter of the areas."),
    "halves": N_("1 and 2: worse than the reference; 3 and 4: not worse."),
    "population_quota": N_("0.25 is a quarter of the population."),
}
DATED_KEYS = {
    "value": "float64",
    "valid_from": "datetime64[us]",
    "valid_to": "datetime64[us]",
    "reference": "str",
}


def criteria_form(fields: Fields) -> None:
    """Show the criteria of a draft; ``fields`` are those of the whole draft."""
    tell, criteria = fields.words.translate, fields / "criteria"
    items: Items = criteria.table or []
    if not items:
        st.info(tell("There are no criteria yet. Without one, a rule is a list of areas: see Adjustments."))
    for place, each in enumerate(items):
        shown = criteria.item(place, criterion_line(each, place, fields.words))
        if shown.open:
            with shown:
                _criterion(criteria / place, fields)
                criteria.order(place, remove=partial(without_criterion, place=place))
    _add(criteria)


def criterion_line(criterion: Table, place: int, words: Words) -> str:
    """Return a criterion in a line: ``2. Unemployment rate: above 1.05``."""
    tell, title = words.translate, short_title(criterion, words.language)
    numbers = [f"{each['value']:g}" for each in criterion.get("thresholds", ()) if "value" in each]
    threshold = " / ".join(numbers) or tell("threshold open")
    return f"{place + 1}. {title}: {tell(OPERATOR_WORDS[criterion['operator']])} {threshold}"


def _add(criteria: Fields) -> None:
    tell, words = criteria.words.translate, criteria.words
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = criteria.bench.form.select(
            "new_criterion",
            tell("Indicator of a new criterion"),
            indicator_ids(words),
            words=words.title,
            placeholder=tell("Choose"),
        )
        indicator: Indicator | None = words.catalogue[chosen] if chosen else None
        n_items = len(criteria.table or [])
        criteria.add(
            tell("Add a criterion"),
            lambda items: [*(items or []), new_criterion(indicator, items or [])] if indicator else items,
            opens=n_items,
            disabled=indicator is None,
        )


def indicator_ids(words: Words) -> list[str]:
    """Return the indicators of the catalogue, by their titles."""
    return sorted(words.catalogue, key=lambda each: words.title(each).casefold())


def _criterion(fields: Fields, whole: Fields) -> None:
    tell, criterion = fields.words.translate, fields.table
    fields.texts("title", tell("Title"))
    measured_column, statistic_column = st.columns(2)
    with measured_column:
        _measured(fields, whole.value("scores") or {})
    with statistic_column:
        fields.select(
            "statistic",
            tell("What of it is compared"),
            list(STATISTICS),
            words=lambda each: tell(STATISTICS[each].title),
            shown=criterion.get("statistic", "value"),
            change=with_statistic,
        )
    _reference(fields)
    _ranking(fields)
    _threshold(fields)
    if "score" not in criterion:
        window_form(fields / "window", is_mean=False)
    _support(fields)


def _measured(fields: Fields, scores: dict[str, Table]) -> None:
    words, criterion = fields.words, fields.table
    kind = "score" if "score" in criterion else "indicator"

    def title(measured: tuple[str, str]) -> str:
        if measured[0] == "indicator":
            return words.title(measured[1])
        return f"{words.translate('Score')}: {short_title(scores[measured[1]], words.language)}"

    options = [("indicator", each) for each in indicator_ids(words)] + [("score", each) for each in scores]
    fields.select(
        "measured",
        words.translate("What is measured"),
        options,
        words=title,
        shown=(kind, criterion.get(kind)),
        change=with_measured,
    )


def _reference(fields: Fields) -> None:
    tell, criterion = fields.words.translate, fields.table
    kind = reference_kind(criterion.get("reference"))
    if kind is None:
        return
    kinds = list(SCORE_REFERENCES if "score" in criterion else REFERENCES)
    options = [*kinds, SERIES] if kind == SERIES else kinds
    kind_column, number_column, source_column = st.columns(3)
    with kind_column:
        fields.select(
            "reference",
            tell("Compared with"),
            options,
            words=lambda each: tell(REFERENCE_WORDS[each]),
            shown=kind,
            change=lambda table, chosen: {**table, "reference": REFERENCES.get(chosen, table["reference"])},
        )
    reference = fields / "reference"
    with number_column:
        if kind == "constant":
            reference.number("value", tell("Number"))
        if kind == "weighted":
            reference.select("weight", tell("Weight"), indicator_ids(fields.words), words=fields.words.title)
    with source_column:
        if kind == "constant":
            reference.text("source", tell("Source"))
    if kind == SERIES:
        st.caption(tell("The numbers of the series are changed in the text (TOML)."))


def _ranking(fields: Fields) -> None:
    tell, statistic = fields.words.translate, STATISTICS[fields.table.get("statistic", "value")]
    if not statistic.is_ranking:
        return
    worst_column, crossing_column = st.columns(2)
    with worst_column:
        fields.select("worst", tell("Ranking"), list(WORST_WORDS), words=lambda each: tell(WORST_WORDS[each]))
    if statistic.id == "population_quota":
        with crossing_column:
            fields.select(
                "crossing",
                tell("At the line"),
                list(CROSSING_WORDS),
                words=lambda each: tell(CROSSING_WORDS[each]),
                shown=fields.value("crossing") or "included",
            )


def _threshold(fields: Fields) -> None:
    tell, thresholds = fields.words.translate, fields.value("thresholds") or []
    is_dated = len(thresholds) > 1 or any({"valid_from", "valid_to"} & set(each) for each in thresholds)
    operator_column, number_column, reference_column = st.columns([2, 2, 3])
    with operator_column:
        fields.select(
            "operator", tell("Met when"), list(OPERATOR_WORDS), words=lambda each: tell(OPERATOR_WORDS[each])
        )
    asks_dates = is_dated or fields.bench.form.tick(
        f"dated.{fields.table['id']}", tell("The threshold changes on a date")
    )
    hint = THRESHOLD_HELP.get(fields.table.get("statistic", "value"))
    if asks_dates:
        label = tell("Thresholds, each from one day to another; a new number is a new row below")
        fields.grid("thresholds", label, _threshold_columns(fields.words), DATED_KEYS)
        return
    with number_column:
        fields.number(
            "threshold",
            threshold_label(fields.table, fields.words),
            shown=thresholds[0].get("value") if thresholds else None,
            change=with_threshold,
            hint=tell(hint) if hint else None,
        )
    if thresholds:
        with reference_column:
            (fields / "thresholds" / 0).text("reference", tell("As it is written"))


def threshold_label(criterion: Table, words: Words) -> str:
    """Return the label of a threshold, with its unit where it is in that of the indicator."""
    label, indicator = words.translate("Threshold"), criterion.get("indicator")
    if criterion.get("statistic", "value") != "value" or indicator is None:
        return label
    return f"{label}, {words.unit(indicator)}"


def _threshold_columns(words: Words) -> dict[str, Any]:
    tell, columns = words.translate, st.column_config
    return {
        "value": columns.NumberColumn(tell("Threshold"), required=True),
        "valid_from": columns.DateColumn(tell("From"), min_value=EARLIEST, max_value=LATEST),
        "valid_to": columns.DateColumn(tell("To, this day included"), min_value=EARLIEST, max_value=LATEST),
        "reference": columns.TextColumn(tell("As it is written"), width="large"),
    }


def window_form(fields: Fields, *, is_mean: bool) -> None:
    """Show which periods are read.

    Args:
        fields: of a window.
        is_mean: whether it can only be their mean.
    """
    tell, window = fields.words.translate, fields.table or {}
    periods = window.get("periods", 1)
    first, second, third, fourth, fifth = st.columns([2, 2, 3, 3, 3])
    with first:
        fields.whole("periods", tell("Latest periods"), default=1, highest=120, change=with_periods)
    with second:
        fields.select(
            "frequency",
            tell("of"),
            list(FREQUENCY_WORDS),
            words=lambda each: tell(FREQUENCY_WORDS[each]),
            shown=window.get("frequency", "A"),
        )
    with third:
        if not is_mean and (periods > 1 or "take" in window):
            fields.select(
                "take",
                tell("Tested is"),
                list(TAKE_WORDS),
                words=lambda each: tell(TAKE_WORDS[each]),
                shown=window.get("take", "mean"),
                change=with_take,
            )
    with fourth:
        if window.get("take") == "each":
            fields.whole("at_least", tell("So many must meet it"), highest=periods, default=periods)
        elif periods > 1:
            fields.whole(
                "minimum_periods", tell("So many must be known"), highest=periods, placeholder=tell("all")
            )
    with fifth:
        fields.whole(
            "maximum_age_years",
            tell("At most so many years old"),
            lowest=0,
            highest=100,
            placeholder=tell("any age"),
        )


def _support(fields: Fields) -> None:
    tell, measures = fields.words.translate, load_support_measures()
    chosen = (fields.value("support") or {}).get("measure", "")
    fields.select(
        "support",
        tell("Support measure for whoever meets it"),
        ["", *measures],
        words=lambda each: in_language(measures[each].title, fields.words.language) if each else tell("none"),
        shown=chosen,
        change=_with_measure,
    )


def _with_measure(criterion: Table, measure: str) -> Table:
    kept = {key: value for key, value in criterion.items() if key != "support"}
    if not measure:
        return kept
    return kept | {"support": {**criterion.get("support", {}), "measure": measure}}
