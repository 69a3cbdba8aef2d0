import doctest

import pandas as pd
import pytest

from geodata.services.instruments import ServicesMonitoring, load_services_monitoring
from indicators.catalogue import load_catalogue
from indicators.services import observations
from indicators.services.observations import (
    FORM_SCORE,
    GOOD_RATINGS,
    UNOFFICIAL_PAYMENTS,
    cost_indicator,
    form_observations,
    questionnaire_observations,
    rating_indicator,
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
    table = questionnaire_observations(answers, instruments.questionnaire)
    return table.set_index(["indicator_id", "area_code"])


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(observations).failed == 0


def test_the_score_of_the_form_is_in_per_cent(instruments: ServicesMonitoring) -> None:
    row = {"area_code": "A", "service": "s", "period": "2024", **dict.fromkeys(instruments.form.items, 1.0)}
    table = form_observations(pd.DataFrame([row]), instruments.form)
    assert table[["indicator_id", "area_code", "period", "value", "status"]].to_numpy().tolist() == [
        [FORM_SCORE, "A", "2024", 60.0, "A"]
    ]


def test_a_form_with_a_gap_has_no_score_and_is_not_zero(instruments: ServicesMonitoring) -> None:
    row = {"area_code": "A", "service": "s", "period": "2024", **dict.fromkeys(instruments.form.items, 1.0)}
    table = form_observations(pd.DataFrame([row | {"item_03": float("nan")}]), instruments.form)
    assert table["status"].tolist() == ["O"]
    assert table["value"].isna().all()


def test_each_section_and_cost_is_an_indicator(instruments: ServicesMonitoring) -> None:
    answers = respondents(instruments, "A", *[(5, 5, 5, 5, 1, 0)] * 4, (1, 5, 5, 5, 1, 200))
    table = observed(instruments, answers)
    means = dict(zip(instruments.questionnaire.ratings, [4.2, 5, 5, 5, 1], strict=True))
    assert table["value"].dropna().to_dict() == {
        (GOOD_RATINGS, "A"): pytest.approx((80 + 100 + 100 + 100 + 0) / 5),
        (UNOFFICIAL_PAYMENTS, "A"): 20.0,
        **{(rating_indicator(key), "A"): pytest.approx(mean) for key, mean in means.items()},
        (cost_indicator("cost_unofficial"), "A"): 40.0,
    }
    assert table.loc[
        [cost_indicator("cost_official"), cost_indicator("cost_associated")], "status"
    ].tolist() == [*("O", "O")]


def test_the_catalogue_knows_everything_that_is_asked(instruments: ServicesMonitoring) -> None:
    catalogue = load_catalogue()
    asked = observed(instruments, respondents(instruments, "A", (5, 5, 5, 5, 5, 0)))
    made = {FORM_SCORE, *asked.index.unique("indicator_id")}
    assert made == {each.id for each in catalogue.values() if each.source_body == "services_monitoring"}
    questionnaire = instruments.questionnaire
    for key in questionnaire.ratings:
        indicator = catalogue[rating_indicator(key)]
        assert (indicator.minimum, indicator.maximum) == (questionnaire.lowest, questionnaire.highest)


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
