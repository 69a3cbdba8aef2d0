"""``aimak values``: an indicator's values beside a reference."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from typing import Annotated

import pandas as pd
import typer

from config.errors import AimakError
from dashboard.commands.console import CountryOption, JsonOption, chosen_country, known_pack, print_table, say
from geodata.budgets import load_budget_pack
from geodata.packs import pack_folders
from geodata.periods import select_periods
from geodata.workspace import Workspace
from indicators.breaks import Breaks, series_breaks
from indicators.catalogue import Catalogue, load_catalogue
from indicators.cells import Method
from indicators.reference import (
    REFERENCE_TEXTS,
    SIMPLE_MEAN,
    Reference,
    compare_to_reference,
    national_reference,
)
from indicators.values import indicator_values

DEFAULT_RATIO = 1.05

BASIS_WORDS = {
    Method.OBSERVED.id: "published value",
    Method.FORMULA.id: "computed value",
    Method.SUM.id: "sum",
    Method.WEIGHTED_MEAN.id: "{weight}-weighted mean",
    Method.RATIO_OF_SUMS.id: "ratio of sums",
    Method.SUM_OF_ITEMS.id: "sum of items",
    Method.FROM_ABOVE.id: "value of the area above",
    SIMPLE_MEAN: "simple mean",
}


class Versus(StrEnum):
    """What the values are compared with."""

    NATIONAL = "national"
    NATIONAL_SIMPLE = "national-simple"
    PARENT = "parent"


class NoValuesError(AimakError):
    """Nothing in the store answers the question."""


def values(
    indicator: Annotated[str, typer.Argument(help="Id of the indicator.")],
    *,
    level: Annotated[int, typer.Option(min=0, max=9, help="Administrative level; 0 is the country.")],
    period: Annotated[str, typer.Option(help="One period, or first..last; several are averaged.")],
    versus: Annotated[Versus, typer.Option("--vs", help="What to compare with.")] = Versus.NATIONAL,
    above: Annotated[
        float | None,
        typer.Option(
            min=0, help=f"List only areas above this ratio; without it all, counted at {DEFAULT_RATIO}."
        ),
    ] = None,
    country: CountryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the areas of a level with a reference, over one period or the mean of several.

    The table goes to stdout (with --json as a list of objects with area_code, value, reference, ratio), a
    summary that names the reference to stderr.
    """
    catalogue = load_catalogue()
    if indicator not in catalogue:
        similar = ", ".join(get_close_matches(indicator, catalogue)) or "none"
        raise NoValuesError(f"expected the id of an indicator, got {indicator!r}; similar: {similar}")
    with Workspace.find().open_store() as store:
        chosen = chosen_country(store, country)
        areas = store.areas(chosen, with_geometry=False)
        observations = store.observations(chosen, indicator_ids=catalogue.computing_order([indicator]))
    compared, reference = _compare(
        catalogue,
        areas,
        observations,
        indicator_id=indicator,
        level=level,
        period=period,
        versus=versus,
        breaks=series_breaks(catalogue, chosen, load_budget_pack(pack_folders()[chosen])),
    )
    threshold = DEFAULT_RATIO if above is None else above
    is_above = compared["ratio"] > threshold
    shown = compared if above is None else compared[is_above]
    print_table(shown.sort_values("ratio", ascending=False), as_json=as_json)
    counted = f"{is_above.sum()} of {compared['ratio'].notna().sum()}"
    areas_word = known_pack(chosen).level(level).plural["en"].lower()
    say(f"above {100 * threshold:g} % of the {_measure(reference)}: {counted} {areas_word}")
    say(_provenance(reference, catalogue))


def _compare(
    catalogue: Catalogue,
    areas: pd.DataFrame,
    observations: pd.DataFrame,
    *,
    indicator_id: str,
    level: int,
    period: str,
    versus: Versus,
    breaks: Breaks,
) -> tuple[pd.DataFrame, Reference]:
    computed = indicator_values(catalogue, observations, areas, indicator_ids=[indicator_id], breaks=breaks)
    periods = select_periods(computed["period"], period)
    reference = national_reference(
        computed,
        catalogue,
        areas,
        indicator_id=indicator_id,
        periods=periods,
        level=level,
        method=versus.value,
    )
    compared = compare_to_reference(computed, reference)
    if compared["value"].notna().sum() == 0:
        raise NoValuesError(f"there are no values of {indicator_id} at level {level} for {period}")
    names = areas.set_index("area_code")["area_name"]
    compared.insert(1, "area_name", compared["area_code"].map(names))
    return compared, reference


def _measure(reference: Reference) -> str:
    """Return what the values are compared with in short, such as ``population-weighted mean 6.10``."""
    bases = reference.per_period["basis"].dropna().unique()
    words = " or ".join(BASIS_WORDS.get(basis, "value").format(weight=reference.weight) for basis in bases)
    return f"{words} {reference.means.iloc[0]:.2f}" if len(reference.means) == 1 else f"{words} of the parent"


def _provenance(reference: Reference, catalogue: Catalogue) -> str:
    """Return indicator, window, the rule of the reference and the age of the weights."""
    periods = ", ".join(reference.periods)
    text = f"{catalogue[reference.indicator_id].title['en']}, mean of {periods}; "
    text += f"reference: {REFERENCE_TEXTS[reference.method]}"
    since = sorted(reference.per_period["weights_from"].dropna().unique())
    if reference.weight is None or not since:
        return text
    return f"{text}; weights: {catalogue[reference.weight].title['en'].lower()} of {', '.join(since)}"
