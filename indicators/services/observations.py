"""What the catalogue holds of services monitoring: one observation per area, indicator and period.

Everything is of all services of an area together, and made only of what is published: a number that rests on
fewer than five people is missing, with the status ``O``.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from geodata.schemas import OBSERVATIONS
from geodata.services.instruments import ExitQuestionnaire, ObservationForm
from indicators.councils.suppression import SMALL_BELOW
from indicators.services.measures import PLACE, cost_means, form_scores, rating_means

FORM_SCORE = "service_form_score"
GOOD_RATINGS = "service_good_ratings_share"
UNOFFICIAL_PAYMENTS = "service_unofficial_payments_share"

_COST_PREFIX = "cost_"


def rating_indicator(section: str) -> str:
    """Return the id of the mean rating of a section of the questionnaire.

    >>> rating_indicator("staff")
    'service_rating_staff_mean'
    """
    return f"service_rating_{section}_mean"


def cost_indicator(cost: str) -> str:
    """Return the id of the mean of a cost of the questionnaire.

    >>> cost_indicator("cost_official")
    'service_cost_official_mean'
    """
    return f"service_cost_{cost.removeprefix(_COST_PREFIX)}_mean"


def form_observations(forms: pd.DataFrame, form: ObservationForm) -> pd.DataFrame:
    """Return ``service_form_score``: ``score_pct`` of :func:`indicators.services.measures.form_scores`.

    Args:
        forms: as ``geodata.services.answers.read_forms`` returns them.
        form: what was filled.

    Returns:
        ``OBSERVATIONS``; status ``O`` where no form is whole.
    """
    scores = _of_areas(form_scores(forms, form))
    return _observations({FORM_SCORE: scores.set_index(PLACE)["score_pct"]})


def questionnaire_observations(
    answers: pd.DataFrame, questionnaire: ExitQuestionnaire, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return the indicators of the exit questionnaire.

    * ``service_good_ratings_share``: the mean of ``good_pct`` over the questions, each with the same weight;
      missing where that of one question is. A share of all ratings together would tell the rating of a
      question that is hidden.
    * ``service_unofficial_payments_share``: ``paid_pct`` of the cost that nobody should have.
    * :func:`rating_indicator` of each section: the mean rating.
    * :func:`cost_indicator` of each cost: its mean, in units of the currency; those who paid nothing count.

    Args:
        answers: as ``geodata.services.answers.read_questionnaires`` returns them.
        questionnaire: what was asked.
        small_below: as :func:`indicators.services.measures.rating_means`.

    Returns:
        ``OBSERVATIONS``; status ``O`` where nothing may be or can be said.
    """
    ratings = _of_areas(rating_means(answers, questionnaire, small_below=small_below))
    costs = _of_areas(cost_means(answers, questionnaire, small_below=small_below))
    unofficial = costs[costs["question"] == questionnaire.unofficial_cost]
    return _observations(
        {
            GOOD_RATINGS: ratings.groupby(PLACE)["good_pct"].mean(skipna=False),
            UNOFFICIAL_PAYMENTS: unofficial.set_index(PLACE)["paid_pct"],
            **{rating_indicator(key): _means(ratings, key) for key in questionnaire.ratings},
            **{cost_indicator(key): _means(costs, key) for key in questionnaire.costs},
        }
    )


def _of_areas(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["service"].isna()]


def _means(table: pd.DataFrame, question: str) -> pd.Series[float]:
    return table[table["question"] == question].set_index(PLACE)["mean"]


def _observations(series: Mapping[str, pd.Series[float]]) -> pd.DataFrame:
    """Return values by area and period as observations, by the id of their indicator."""
    tables = [
        values.astype("float64").rename("value").reset_index().assign(indicator_id=indicator_id)
        for indicator_id, values in series.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    status = pd.Series("A", index=table.index, dtype="str").where(table["value"].notna(), "O")
    told = table.assign(status=status, source_ref=pd.Series(None, index=table.index, dtype="str"))
    return OBSERVATIONS.validate(told[list(OBSERVATIONS.columns)])
