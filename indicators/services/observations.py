"""What the catalogue holds of services monitoring: one observation per area, indicator and period."""

from __future__ import annotations

import pandas as pd

from geodata.schemas import OBSERVATIONS
from geodata.services.instruments import ServicesMonitoring
from indicators.councils.suppression import SMALL_BELOW
from indicators.services.measures import PLACE, cost_means, form_scores, rating_means

FORM_SCORE = "service_form_score"
GOOD_RATINGS = "service_good_ratings_share"
UNOFFICIAL_PAYMENTS = "service_unofficial_payments_share"


def service_observations(
    forms: pd.DataFrame,
    answers: pd.DataFrame,
    instruments: ServicesMonitoring,
    *,
    small_below: int = SMALL_BELOW,
) -> pd.DataFrame:
    """Return the indicators of all services of each area, made only of what is published.

    * ``service_form_score``: ``score_pct`` of :func:`indicators.services.measures.form_scores`.
    * ``service_good_ratings_share``: the mean of ``good_pct`` over the questions, each with the same weight;
      missing where that of one question is. A share of all ratings together would tell the rating of a
      question that is hidden.
    * ``service_unofficial_payments_share``: ``paid_pct`` of the cost that nobody should have.

    Args:
        forms: as ``geodata.services.answers.read_forms`` returns them.
        answers: as ``geodata.services.answers.read_questionnaires`` returns them.
        instruments: what was filled.
        small_below: as :func:`indicators.services.measures.rating_means`.

    Returns:
        ``OBSERVATIONS``; status ``O`` where nothing may be or can be said.
    """
    questionnaire = instruments.questionnaire
    ratings = _of_areas(rating_means(answers, questionnaire, small_below=small_below))
    costs = _of_areas(cost_means(answers, questionnaire, small_below=small_below))
    unofficial = costs[costs["question"] == questionnaire.unofficial_cost]
    series = {
        FORM_SCORE: _of_areas(form_scores(forms, instruments.form)).set_index(PLACE)["score_pct"],
        GOOD_RATINGS: ratings.groupby(PLACE)["good_pct"].mean(skipna=False),
        UNOFFICIAL_PAYMENTS: unofficial.set_index(PLACE)["paid_pct"],
    }
    tables = [
        values.astype("float64").rename("value").reset_index().assign(indicator_id=indicator_id)
        for indicator_id, values in series.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    status = pd.Series("A", index=table.index, dtype="str").where(table["value"].notna(), "O")
    told = table.assign(status=status, source_ref=pd.Series(None, index=table.index, dtype="str"))
    return OBSERVATIONS.validate(told[list(OBSERVATIONS.columns)])


def _of_areas(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["service"].isna()]
