"""Scores, ratings and costs of small tables worked by hand."""

import pandas as pd
import pytest

from geodata.services.instruments import ServicesMonitoring, load_services_monitoring
from indicators.services.measures import cost_means, form_scores, profile_counts, rating_means

NONE = float("nan")


@pytest.fixture(scope="module")
def instruments() -> ServicesMonitoring:
    return load_services_monitoring()


@pytest.fixture
def forms(instruments):
    """Filled forms from ``(area, service, points of every item)``; None for an item leaves one out."""

    def build(*rows: tuple[str, str, list]) -> pd.DataFrame:
        items = list(instruments.form.items)
        filled = [
            {"area_code": area, "service": service, "period": "2024", **dict(zip(items, points, strict=True))}
            for area, service, points in rows
        ]
        return pd.DataFrame(filled, columns=["area_code", "service", "period", *items]).astype(
            dict.fromkeys(items, "float64")
        )

    return build


@pytest.fixture
def asked(instruments):
    """Respondents from ``(area, service, rating of the conditions, unofficial cost, sex)``."""

    def build(*rows: tuple) -> pd.DataFrame:
        questionnaire = instruments.questionnaire
        given = pd.DataFrame(rows, columns=["area_code", "service", "conditions", "cost_unofficial", "sex"])
        numbers = [*questionnaire.ratings, *questionnaire.costs]
        table = given.assign(period="2024").reindex(
            columns=["area_code", "service", "period", *numbers, *questionnaire.profile]
        )
        return table.astype(dict.fromkeys(numbers, "float64"))

    return build


def at(table: pd.DataFrame, question: str, area: str = "A") -> pd.DataFrame:
    """The rows of a question by service; all services together are ``all``."""
    rows = table[(table["question"] == question) & (table["area_code"] == area)]
    return rows.assign(service=rows["service"].fillna("all")).set_index("service")


def test_a_score_is_the_mean_total_of_the_forms(forms, instruments) -> None:
    table = form_scores(
        forms(("A", "s", [1] * 18), ("A", "s", [1] * 12 + [2] * 6), ("A", "t", [1.5] * 18)), instruments.form
    )
    assert table["service"].fillna("all").tolist() == ["s", "t", "all"]
    assert table["score"].tolist() == [21.0, 27.0, 24.0]
    assert table["score_pct"].tolist() == [70.0, 90.0, 80.0]
    assert table["n_forms"].tolist() == [2, 1, 3]


def test_a_form_with_a_gap_has_no_total(forms, instruments) -> None:
    table = form_scores(
        forms(("A", "s", [1] * 18), ("A", "s", [1] * 17 + [None]), ("A", "t", [None] * 18)), instruments.form
    )
    by_service = table.assign(service=table["service"].fillna("all")).set_index("service")
    assert by_service["score"].fillna(-1).to_dict() == {"s": 18.0, "t": -1.0, "all": 18.0}
    assert by_service[["n_forms", "n_complete"]].loc["all"].tolist() == [3, 1]


def test_ratings_are_told_with_how_many_gave_them(asked, instruments) -> None:
    rows = [("A", "s", rating, None, "f") for rating in (1, 3, 4, 5, 5, None)]
    table = at(rating_means(asked(*rows), instruments.questionnaire), "conditions")
    assert table.loc["s", ["n", "mean", "good_pct", "is_hidden"]].tolist() == [5, 3.6, 60.0, False]
    assert table.loc["all", ["n", "mean", "good_pct"]].tolist() == [5, 3.6, 60.0]


def test_the_questions_come_in_the_order_of_the_questionnaire(asked, instruments) -> None:
    table = rating_means(asked(("B", "s", 1, 0, "f"), ("A", "s", 1, 0, "f")), instruments.questionnaire)
    assert table["area_code"].tolist() == ["A"] * 10 + ["B"] * 10
    assert table["question"].tolist() == list(instruments.questionnaire.ratings) * 4


def test_answers_of_four_people_are_hidden_and_what_would_tell_them(asked, instruments) -> None:
    rows = [("A", service, 4, 0, "f") for service, n in (("s", 4), ("t", 6), ("u", 9)) for _ in range(n)]
    table = at(rating_means(asked(*rows), instruments.questionnaire), "conditions")
    assert table["is_hidden"].to_dict() == {"s": True, "t": True, "u": False, "all": False}
    assert table.loc[["s", "t"], ["n", "mean", "good_pct"]].isna().all(axis=None)
    assert table.loc["all", "n"] == 19


def test_an_area_of_four_people_is_hidden_altogether(asked, instruments) -> None:
    rows = [("A", service, 4, 0, "f") for service in "sstt"]
    table = at(rating_means(asked(*rows), instruments.questionnaire), "conditions")
    assert table["is_hidden"].tolist() == [True] * 3
    shown = at(rating_means(asked(*rows), instruments.questionnaire, small_below=0), "conditions")
    assert shown["n"].to_dict() == {"s": 2, "t": 2, "all": 4}


def test_a_question_nobody_answered_is_missing_and_not_hidden(asked, instruments) -> None:
    rows = [("A", "s", 4, 0, "f")] * 5
    table = at(rating_means(asked(*rows), instruments.questionnaire), "staff")
    assert table["is_hidden"].tolist() == [False, False]
    assert table["n"].tolist() == [0, 0]
    assert table["mean"].isna().all()


def test_costs_of_those_who_stated_them(asked, instruments) -> None:
    rows = [("A", "s", 4, cost, "f") for cost in (0, 0, 0, 100, 400, None)]
    table = at(cost_means(asked(*rows), instruments.questionnaire), "cost_unofficial")
    assert table.loc["s", ["n", "mean", "median", "paid_pct"]].tolist() == [5, 100.0, 0.0, 40.0]


def test_who_answered(asked, instruments) -> None:
    rows = [("A", "s", 4, 0, sex) for sex in ["f"] * 9 + ["m"] * 6 + [None] * 3]
    table = profile_counts(asked(*rows), instruments.questionnaire)
    sexes = table[table["question"] == "sex"]
    assert sexes["answer"].fillna("-").tolist() == ["f", "m", "-"]
    assert sexes["n"].fillna(-1).tolist() == [9, -1, -1]
    assert sexes["is_hidden"].tolist() == [False, True, True]


def test_nobody_asked(asked, instruments) -> None:
    assert rating_means(asked(), instruments.questionnaire).empty
    assert cost_means(asked(), instruments.questionnaire).empty
    assert profile_counts(asked(), instruments.questionnaire).empty
