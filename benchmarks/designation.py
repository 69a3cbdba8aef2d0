"""Time a designation and its stress test beside a loop over areas: ``python benchmarks/designation.py``.

The promises: 1 000 draws × 500 areas × 12 criteria × 3 years within 2 s and 1 GiB, and 35 000 areas ×
12 criteria × 10 years assessed within 2 s. The loop is what a script would do, with pandas, for ratios to the
nation alone; it runs on a sample and its time is scaled up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
from timing import show, show_head, timed

from config.i18n import LANGUAGES
from indicators.cells import Floats
from indicators.designation.assess import assess
from indicators.designation.profile import Profile
from indicators.designation.robustness.draws import probability
from indicators.designation.robustness.leave_one_out import leave_one_criterion_out, leave_one_year_out
from indicators.designation.robustness.relative_errors import RelativeError
from indicators.designation.robustness.sweep import default_range, sweep_threshold
from indicators.designation.tables import LevelTables

DRAWS = 1000
SAMPLE_DRAWS = 2
ON = date(2025, 6, 1)
LAST_YEAR = 2024
N_CRITERIA = 12
ERROR_PCT = 5.0
RATIO = {"statistic": "ratio", "reference": {"to": "nation"}, "thresholds": [{"value": 1.05}]}
OTHERS = [
    {"statistic": "ratio", "reference": {"to": "nation", "mean": "simple"}, "thresholds": [{"value": 1.05}]},
    {"statistic": "value", "thresholds": [{"value": 105}]},
    {"statistic": "rank_share", "worst": "lowest", "thresholds": [{"value": 0.5}]},
    {"statistic": "population_quota", "worst": "lowest", "thresholds": [{"value": 0.75}]},
]


def main() -> None:
    """Print seconds, peak memory and the ratio to the loop."""
    show_head()
    ratios, mixed = profile([RATIO] * N_CRITERIA), profile([*[RATIO] * 7, *OTHERS, RATIO])
    compare_draws({"12 ratios": ratios, "12 mixed criteria": mixed})
    show_what_ifs(mixed)
    compare_areas({"12 ratios": profile([RATIO] * N_CRITERIA, periods=10), "12 mixed criteria": mixed})


def compare_draws(rules: Mapping[str, Profile]) -> None:
    """Print the rows of the first promise."""
    tables = made_up(500, years=3)
    errors = {f"i{n}": RelativeError(ERROR_PCT) for n in range(N_CRITERIA)}
    loop_s = timed(lambda: loop_of_draws(tables.values, tables.nation)) * DRAWS / SAMPLE_DRAWS
    for what, rule in rules.items():
        draw = partial(probability, assess(rule, tables, on=ON), errors=errors, seed=1, draws=DRAWS)
        show(f"{DRAWS} draws × 500 areas × 3 years × {what}", draw, loop_s if "ratios" in what else None)


def show_what_ifs(rule: Profile) -> None:
    """Print the rows of what a page asks for."""
    assessment = assess(rule, made_up(500, years=3), on=ON)
    swept = default_range(assessment, "c0", range_pct=20)
    show("a threshold swept, 500 areas", lambda: sweep_threshold(assessment, "c0", swept))
    show("each criterion left out, 500 areas", lambda: leave_one_criterion_out(assessment))
    show("each year left out, 500 areas", lambda: leave_one_year_out(assessment))


def compare_areas(rules: Mapping[str, Profile]) -> None:
    """Print the rows of the second promise."""
    many, sample = made_up(35_000, years=10), made_up(500, years=10)
    loop_s = timed(lambda: loop_of_areas(sample.values, sample.nation)) * 70
    for what, rule in rules.items():
        judge_all = partial(areas_of, rule, many)
        show(f"35 000 areas × 10 years × {what}", judge_all, loop_s if "ratios" in what else None)


def areas_of(rule: Profile, tables: LevelTables) -> pd.DataFrame:
    """Return what a profile says of each area."""
    return assess(rule, tables, on=ON).areas()


def profile(tests: list[dict[str, object]], *, periods: int = 3) -> Profile:
    """Return a profile of these tests that designates where half of them are met."""
    named = dict.fromkeys(LANGUAGES, "-")
    common = {"title": named, "operator": ">", "window": {"periods": periods}}
    criteria = [{"id": f"c{n}", "indicator": f"i{n}", **common, **each} for n, each in enumerate(tests)]
    classes = [
        {"id": "lagging", "title": named, "is_designated": True, "at_least": len(tests) // 2},
        {"id": "none", "title": named, "is_designated": False},
    ]
    about = {"id": "benchmark", "title": named, "description": named, "source": "own"}
    return Profile.model_validate(
        {**about, "legal_basis": {"title": "-"}, "criteria": criteria, "classes": classes}
    )


def made_up(n_areas: int, *, years: int) -> LevelTables:
    """Return indicators around 100, of which one in fifty values is missing."""
    rng = np.random.default_rng(0)
    shape = (n_areas, years)
    values = {f"i{n}": rng.normal(100, 10, shape) for n in range(N_CRITERIA)}
    for table in values.values():
        table[rng.random(shape) < 0.02] = np.nan
    values["population"] = rng.uniform(1e3, 1e5, shape)
    return LevelTables(
        level=1,
        area_codes=pd.Index([f"{n:05}" for n in range(n_areas)], dtype="str"),
        periods=tuple(str(year) for year in range(LAST_YEAR - years + 1, LAST_YEAR + 1)),
        values=values,
        nation={each: np.nanmean(table, axis=0) for each, table in values.items()},
    )


def loop_of_draws(values: Mapping[str, Floats], nation: Mapping[str, Floats]) -> None:
    """Draw and judge area by area."""
    rng = np.random.default_rng(1)
    for _ in range(SAMPLE_DRAWS):
        drawn = {
            each: table * (1 + ERROR_PCT / 100 * rng.standard_normal(table.shape))
            for each, table in values.items()
        }
        loop_of_areas(drawn, nation)


def loop_of_areas(values: Mapping[str, Floats], nation: Mapping[str, Floats]) -> list[bool]:
    """Judge area by area, criterion by criterion."""
    frames = {each: pd.DataFrame(table) for each, table in values.items()}
    means = {each: series.mean() for each, series in nation.items()}
    designated = []
    for area in range(len(frames["i0"])):
        ratios = (frames[f"i{n}"].iloc[area].mean() / means[f"i{n}"] for n in range(N_CRITERIA))
        designated.append(sum(ratio > 1.05 for ratio in ratios) >= N_CRITERIA // 2)
    return designated


if __name__ == "__main__":
    main()
