import pandas as pd
import pytest

from indicators.budget.alerts import alerts, limit_checks
from indicators.catalogue import Catalogue, CatalogueFile

CODES = pd.Index(["B1", "B2", "A1", "A2"])
LAW = {"operator": ">", "value": 20, "reference": "Budget Act, Art. 1"}


@pytest.fixture
def limited(catalogue):
    """A catalogue in which ``debt_service_ratio`` has the limits it is given."""

    def build(*limits: dict) -> Catalogue:
        table = catalogue["debt_service_ratio"].model_dump() | {"alerts": limits}
        data = {"groups": catalogue.groups, "indicators": {table["id"]: table}}
        return Catalogue([CatalogueFile.model_validate(data)])

    return build


def check(catalogue, values, country="xx"):
    return limit_checks(values, catalogue, country=country, area_codes=CODES)


def test_beyond_at_and_unknown(limited, observe):
    values = observe("debt_service_ratio", {"B1": 20.5, "B2": 20 * (1 + 1e-15), "A1": None})
    checks = check(limited(LAW), values)
    assert checks["area_code"].tolist() == list(CODES)
    assert checks["is_alert"].tolist() == [True, False, pd.NA, pd.NA]
    assert alerts(checks).drop(columns="is_alert").to_dict("records") == [
        {
            "area_code": "B1",
            "indicator_id": "debt_service_ratio",
            "period": "2024",
            "value": 20.5,
            "threshold": 20.0,
            "operator": ">",
            "reference": "Budget Act, Art. 1",
        }
    ]


def test_the_limit_of_the_period_counts(limited, observe):
    catalogue = limited(
        {**LAW, "last_period": "2020"}, {**LAW, "value": 30, "first_period": "2022", "reference": "Art. 2"}
    )
    values = pd.concat([observe("debt_service_ratio", {"B1": 25}, year) for year in ("2020", "2021", "2022")])
    checks = check(catalogue, values)
    own = checks[checks["area_code"] == "B1"]
    assert own[["period", "threshold", "reference", "is_alert"]].to_numpy().tolist() == [
        ["2020", 20.0, "Budget Act, Art. 1", True],
        ["2022", 30.0, "Art. 2", False],
    ]


def test_the_limit_of_another_country_does_not(limited, observe):
    values = observe("debt_service_ratio", {"B1": 25})
    catalogue = limited({**LAW, "country": "xx"})
    assert len(alerts(check(catalogue, values))) == 1
    assert check(catalogue, values, country="yy").empty


def test_no_limits_no_alerts_same_columns(limited, observe):
    values = observe("debt_service_ratio", {"B1": 25})
    nothing = check(limited(), values)
    something = check(limited(LAW), values)
    assert alerts(nothing).empty
    pd.testing.assert_series_equal(nothing.dtypes, something.dtypes)


@pytest.mark.parametrize(
    ("operator", "expected"), [("<", [False, True]), ("<=", [False, True]), (">=", [True, False])]
)
def test_every_comparison(limited, observe, operator, expected):
    values = observe("debt_service_ratio", {"B1": 25, "B2": 15})
    checks = check(limited({**LAW, "operator": operator}), values)
    assert checks["is_alert"].tolist()[:2] == expected


def test_the_limits_of_the_catalogue_apply(catalogue, observe):
    values = pd.concat(
        [
            observe("debt_service_ratio", {"B1": 20.1, "B2": 20}),
            observe("short_term_debt_outstanding", {"B1": 0, "B2": 1}),
        ]
    )
    found = alerts(check(catalogue, values, country="kgz"))
    assert set(zip(found["area_code"], found["indicator_id"], strict=True)) == {
        ("B1", "debt_service_ratio"),
        ("B2", "short_term_debt_outstanding"),
    }
