"""Designations of the squares, ready to be written to files."""

import datetime as dt
from typing import Any

import geopandas as gpd

from config.i18n import translations
from dashboard.components.words import Words
from dashboard.export.report import DesignationReport
from dashboard.profiles import OfferedProfile
from geodata.packs import Pack
from indicators.catalogue import load_catalogue
from indicators.compute import compute
from indicators.designation.assess import judge
from indicators.designation.measure import measure
from indicators.designation.profile import Profile
from indicators.designation.tables import LevelTables
from indicators.designation.variation import Variation, vary
from tests.dashboard.made import square_observations, squares

ON = dt.date(2025, 6, 1)
MADE_AT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
HOSTILE_TITLE = "=cmd|' /C calc'!A0 [unemployment]: a very long title"
HOSTILE_NOTE = "+<script>alert(1)</script>\x07"
RULE = "Squares that lag"


def in_all_languages(text: str) -> dict[str, str]:
    return {"ky": text, "ru": text, "en": text}


UNEMPLOYMENT = {
    "id": "unemployment",
    "title": in_all_languages(HOSTILE_TITLE),
    "indicator": "unemployment_rate",
    "statistic": "ratio",
    "reference": {"to": "nation"},
    "window": {"periods": 3},
    "operator": ">",
    "thresholds": [{"value": 1.05, "reference": "@sum(1)"}],
    "support": {"measure": "jobs", "quantity": {"of": "population", "scale": 0.01, "unit": "person"}},
}
"""Means of 5, 9 and 13 % beside 9 % in the country; the fourth canton has none."""
LATEST = {
    "id": "latest",
    "title": in_all_languages(HOSTILE_TITLE + ", latest"),
    "indicator": "unemployment_rate",
    "operator": ">=",
    "thresholds": [{"value": 10}],
    "support": {"measure": "jobs"},
}
"""6, 10 and 14 % in 2024: equality is met."""
CLASSES = [
    {"id": "lagging", "title": in_all_languages("-Lagging"), "is_designated": True, "at_least": 2},
    {"id": "other", "title": in_all_languages("Other"), "is_designated": False},
]


def square_profile(**fields: Any) -> Profile:
    """Both criteria must be met."""
    given = {
        "id": "squares-lag",
        "title": in_all_languages(RULE),
        "description": in_all_languages("What squares need."),
        "source": "own",
        "legal_basis": {
            "title": "Squares Act",
            "link": "https://example.org/act",
            "effective_from": dt.date(2020, 1, 1),
            "effective_to": dt.date(2024, 12, 31),
        },
        "notes": [{"kind": "assumption", "text": in_all_languages(HOSTILE_NOTE)}],
        "criteria": [UNEMPLOYMENT, LATEST],
        "classes": CLASSES,
    }
    return Profile.model_validate({**given, **fields})


def square_areas() -> gpd.GeoDataFrame:
    return squares().set_index("area_code", drop=False).rename_axis(None)


def square_report(
    pack: Pack,
    *,
    profile: Profile | None = None,
    variation: Variation | None = None,
    language: str = "en",
    level: int = 1,
    **fields: Any,
) -> DesignationReport:
    """The cantons, or villages, on a day in 2025."""
    saved, changes = profile or square_profile(), variation or Variation()
    catalogue, areas = load_catalogue(), square_areas()
    observations = square_observations().assign(dataset_id=7)
    computed = compute(catalogue, observations, areas.drop(columns="geometry"), saved.indicator_ids)
    measurement = measure(saved, LevelTables.from_computed(computed, level=level), on=ON)
    given = {
        "words": Words(language, translations(language).gettext, pack, catalogue),
        "assessment": judge(vary(saved, changes), measurement),
        "areas": areas,
        "data_version": "data-1",
        "boundary_version": 3,
        "made_at": MADE_AT,
        "sources": {7: "Drawn by hand", 8: "Never read"},
        "saved": OfferedProfile(profile=saved, version=2, author="Planner"),
        "variation": changes,
    }
    return DesignationReport(**(given | fields))
