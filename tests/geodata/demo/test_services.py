"""Services monitoring of the demonstration country: of some municipalities, in two years, with gaps."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from config.loader import ConfigError
from geodata.demo import DemoCountry, DemoSettings
from geodata.demo.service_settings import ServiceDraws, load_service_draws
from geodata.demo.services import add_services
from geodata.packs import pack_folders
from geodata.schemas import OBSERVATIONS
from geodata.services.instruments import load_services_monitoring
from indicators.catalogue import load_catalogue
from indicators.services.observations import (
    FORM_SCORE,
    GOOD_RATINGS,
    UNOFFICIAL_PAYMENTS,
    cost_indicator,
    rating_indicator,
)

FOLDER = pack_folders()["demo"]


@pytest.fixture(scope="module")
def draws(settings: DemoSettings) -> ServiceDraws:
    assert settings.services is not None
    return settings.services


@pytest.fixture(scope="module")
def observed(country: DemoCountry, draws: ServiceDraws) -> pd.DataFrame:
    return country.observations[country.observations["indicator_id"].isin(draws.indicators)]


@pytest.fixture(scope="module")
def latest(observed: pd.DataFrame) -> pd.DataFrame:
    """Values of 2025 by municipality, a column per indicator."""
    of_year = observed[observed["period"] == "2025"]
    return of_year.pivot_table(index="area_code", columns="indicator_id", values="value", dropna=False)


def test_every_indicator_of_the_instruments_is_drawn(draws: ServiceDraws) -> None:
    questionnaire = load_services_monitoring().questionnaire
    of_sections = {rating_indicator(key) for key in questionnaire.ratings}
    of_costs = {cost_indicator(key) for key in questionnaire.costs}
    expected = {FORM_SCORE, GOOD_RATINGS, UNOFFICIAL_PAYMENTS} | of_sections | of_costs
    assert set(draws.indicators) == expected
    catalogue = load_catalogue()
    assert {catalogue[each].source_body for each in expected} == {"services_monitoring"}


def test_some_municipalities_are_monitored_more_from_year_to_year(
    country: DemoCountry, observed: pd.DataFrame
) -> None:
    OBSERVATIONS.validate(observed)
    monitored = {period: set(rows["area_code"]) for period, rows in observed.groupby("period", observed=True)}
    municipalities = set(country.areas.query("admin_level == 3")["area_code"])
    assert set(monitored) == {"2024", "2025"}
    assert monitored["2024"] < monitored["2025"] < municipalities
    assert 0.38 < len(monitored["2025"]) / len(municipalities) < 0.54
    counts = observed.groupby(["indicator_id", "period"]).size()
    assert counts.groupby("period").nunique().tolist() == [1, 1]


def test_answers_of_too_few_are_missing_but_forms_are_not(observed: pd.DataFrame) -> None:
    is_missing = observed["value"].isna()
    assert (observed["status"] == "O").equals(is_missing)
    shares = is_missing.groupby(observed["indicator_id"]).mean()
    assert shares.pop(FORM_SCORE) == 0
    assert 0.03 < shares.min() == shares.max() < 0.15


def test_values_are_within_their_limits_and_decimals(observed: pd.DataFrame, draws: ServiceDraws) -> None:
    for indicator_id, rows in observed.groupby("indicator_id"):
        told, drawn = rows["value"].dropna(), draws.indicators[str(indicator_id)]
        assert told.min() >= drawn.minimum
        assert drawn.maximum is None or told.max() <= drawn.maximum
        assert told.round(drawn.decimals).equals(told)
        assert told.nunique() > 20


def test_all_indicators_tell_the_same_of_a_place(latest: pd.DataFrame) -> None:
    related = latest.corr(method="spearman")
    assert related.loc[GOOD_RATINGS, rating_indicator("staff")] > 0.5
    assert related.loc[GOOD_RATINGS, UNOFFICIAL_PAYMENTS] < -0.5


def test_nothing_is_made_without_settings(country: DemoCountry, settings: DemoSettings) -> None:
    without = replace(country, settings=replace(settings, services=None))
    assert add_services(without) is without
    assert load_service_draws(FOLDER / "nowhere") is None


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("typical = 58\n", "typical = 100\n", "expected minimum < typical < maximum"),
        ("2024 = 0.34", "soon = 0.34", "monitored_share.soon"),
        ("too_few_share = 0.08", "too_few_share = 8", "too_few_share"),
    ],
)
def test_faults_of_the_settings_are_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (FOLDER / "demo_services.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "demo_services.toml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError, match=fault):
        load_service_draws(tmp_path)
