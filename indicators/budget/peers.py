"""Peers of an area: those that are most like it, so that its budget is compared with what compares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from config.i18n import N_
from indicators.budget.errors import BudgetError
from indicators.hierarchy import Bools, areas_above

FEATURE_TEXTS = {
    "log_population": N_("population (logarithm)"),
    "is_urban": N_("urban or rural"),
    "own_revenue_pc": N_("own revenue per resident"),
}
"""What each feature of :func:`peer_features` is called on screen, in English."""

N_PEERS = 5


@dataclass(frozen=True, eq=False)
class Peers:
    """The areas most like one, and what was compared."""

    area_code: str
    table: pd.DataFrame
    """``area_code, distance`` and the features, the nearest first; equal distances by code.

    Empty where the area lacks a feature.
    """
    lacks: tuple[str, ...]
    """The features that the area itself lacks: it compares with none."""
    not_comparable: tuple[str, ...]
    """Codes of the other candidates that lack a feature, in order."""
    constant: tuple[str, ...]
    """Features that are the same in every area that has all: they tell none apart."""


def peer_features(values: pd.DataFrame, areas: pd.DataFrame, *, level: int, period: str) -> pd.DataFrame:
    """Return the features that areas of a level are compared by, as ``FEATURE_TEXTS`` has them.

    Population enters by its logarithm: a village of 500 differs from one of 1 000 as a town of 50 000 does
    from one of 100 000.

    Args:
        values: as :func:`indicators.values.indicator_values` returns them.
        areas: as ``geodata.schemas.AREAS``.
        level: whose areas.
        period: of the indicators.

    Returns:
        A row per area of the level by ``area_code``, ascending; missing where nothing is known.
    """
    of_level = areas[areas["admin_level"] == level].set_index("area_code").sort_index()
    of_period = values[values["period"] == period]

    def known(indicator_id: str) -> pd.Series[float]:
        of_indicator = of_period[of_period["indicator_id"] == indicator_id]
        return of_indicator.set_index("area_code")["value"].reindex(of_level.index)

    kind = of_level.reindex(columns=["urban_rural"])["urban_rural"]
    features = {
        "log_population": np.log(known("population").where(lambda people: people > 0)),
        "is_urban": kind.map({"urban": 1.0, "rural": 0.0}).astype("float64"),
        "own_revenue_pc": known("own_revenue_pc"),
    }
    return pd.DataFrame(features)


def candidates(areas: pd.DataFrame, area_code: str, *, within_level: int | None = None) -> pd.Index[str]:
    """Return the codes of the other areas on the level of one.

    Args:
        areas: as ``geodata.schemas.AREAS``.
        area_code: of the one.
        within_level: only those that are part of the same area on this level, for example of its oblast.
    """
    own_level = areas.set_index("area_code").loc[area_code, "admin_level"]
    codes = areas.loc[areas["admin_level"] == own_level, "area_code"]
    if within_level is not None:
        above = areas_above(codes, areas, level=within_level)
        codes = codes[above == above[codes == area_code].item()]
    others: pd.Index[str] = pd.Index(codes[codes != area_code])
    return others


def nearest_peers(
    features: pd.DataFrame,
    area_code: str,
    *,
    n_peers: int = N_PEERS,
    among: pd.Index[str] | None = None,
) -> Peers:
    """Return the areas nearest to one by standardised Euclidean distance.

    d = √(Σ ((x_k − y_k) ÷ s_k)²), s_k the standard deviation of feature k over all areas that have every
    feature, whichever of them are candidates: the distance of two areas does not depend on who is asked.

    Source: Everitt, Landau, Leese & Stahl (2011), Cluster Analysis, 5th ed., ch. 3.

    Args:
        features: numbers by ``area_code``, a column for each feature.
        area_code: whose peers.
        n_peers: how many; fewer where fewer compare.
        among: the candidates; all others by default.

    Raises:
        BudgetError: the area has no row, or there are no features.

    >>> table = pd.DataFrame({"log_population": [1.0, 1.1, 3.0]}, index=["A", "B", "C"])
    >>> nearest_peers(table, "A", n_peers=1).table["area_code"].tolist()
    ['B']
    """
    if area_code not in features.index or features.columns.empty:
        raise BudgetError("expected features of the area whose peers are asked for", area_codes=[area_code])
    others = features.drop(index=area_code).sort_index()
    offered = others if among is None else others[others.index.isin(among)]
    lacking = offered.isna().any(axis=1).to_numpy()
    own = features.T[area_code]
    complete = features.dropna()
    numbers = complete.to_numpy(dtype=np.float64)
    is_constant: Bools = (numbers == numbers[:1]).all(axis=0)
    spread = complete.std(ddof=0)
    comparable = offered[~lacking & bool(own.notna().all())]
    apart = (comparable - own) / spread
    nearest = comparable.assign(distance=np.sqrt((apart**2).sum(axis=1)))
    nearest = nearest.sort_values("distance", kind="stable").head(n_peers)
    return Peers(
        area_code=area_code,
        table=nearest.rename_axis("area_code").reset_index()[["area_code", "distance", *features]],
        lacks=tuple(features.columns[own.isna()]),
        not_comparable=tuple(offered.index[lacking]),
        constant=tuple(features.columns[is_constant]),
    )
