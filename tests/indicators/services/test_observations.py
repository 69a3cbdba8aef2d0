import pandas as pd
import pytest

from geodata.services.instruments import ServicesMonitoring, load_services_monitoring
from indicators.catalogue import load_catalogue
from indicators.services.observations import (
    FORM_SCORE,
    GOOD_RATINGS,
    UNOFFICIAL_PAYMENTS,
    service_observations,
)


@pytest.fixture(scope="module")
def instruments() -> ServicesMonitoring:
    return load_services_monitoring()


def respondents(instruments: ServicesMonitoring, area: str, *answers: tuple[int | None, ...]) -> pd.DataFrame:
    """People who rated the five sides so, and paid the sixth number unofficially."""
    questionnaire = instruments.questionnaire
    table = pd.DataFrame(answers, columns=[*questionnaire.ratings, "cost_unofficial"], dtype="float64")
    table = table.reindex(columns=[*questionnaire.ratings, *questionnaire.costs, *questionnaire.profile])
    return table.assign(area_code=area, service="passport", period="2024")


def observed(instruments: ServicesMonitoring, answers: pd.DataFrame) -> pd.DataFrame:
    forms = pd.DataFrame(
        [{"area_code": "A", "service": "s", "period": "2024", **dict.fromkeys(instruments.form.items, 1.0)}]
    )
    return service_observations(forms, answers, instruments).set_index(["indicator_id", "area_code"])


def test_the_catalogue_knows_what_is_observed(instruments: ServicesMonitoring) -> None:
    answers = respondents(instruments, "A", *[(5, 5, 5, 5, 1, 0)] * 4, (1, 5, 5, 5, 1, 200))
    table = observed(instruments, answers)
    catalogue = load_catalogue()
    assert all(catalogue[each].group == "governance" for each in table.index.unique("indicator_id"))
    assert table["value"].to_dict() == {
        (FORM_SCORE, "A"): 60.0,
        (GOOD_RATINGS, "A"): pytest.approx((80 + 100 + 100 + 100 + 0) / 5),
        (UNOFFICIAL_PAYMENTS, "A"): 20.0,
    }
    assert set(table["status"]) == {"A"}


def test_what_four_people_say_is_missing_and_never_zero(instruments: ServicesMonitoring) -> None:
    answers = respondents(instruments, "B", *[(5, 5, 5, 5, 5, 0)] * 4)
    table = observed(instruments, answers)
    assert table.loc[GOOD_RATINGS, "status"].to_dict() == {"B": "O"}
    assert table.loc[[GOOD_RATINGS, UNOFFICIAL_PAYMENTS], "value"].isna().all()


def test_a_question_that_four_people_answered_leaves_the_mean_of_all_missing(
    instruments: ServicesMonitoring,
) -> None:
    answers = respondents(instruments, "C", *[(5, 5, 5, 5, 5, 0)] * 4, (5, 5, 5, 5, None, 0))
    table = observed(instruments, answers)
    assert pd.isna(table.loc[(GOOD_RATINGS, "C"), "value"])
    assert table.loc[(UNOFFICIAL_PAYMENTS, "C"), "value"] == 0.0
