"""Scores of services, ratings and costs as people who were served say, and who these people are.

Tables are by area, service and period; a row whose ``service`` is missing is for all services of the area.
What rests on fewer than five people is hidden, and so is what it could be computed from
(:mod:`indicators.services.hiding`): such a row has ``is_hidden`` and nothing else. An answer that was not
given counts nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from geodata.services.instruments import ExitQuestionnaire, ObservationForm
from indicators.councils.shares import PCT
from indicators.councils.suppression import SMALL_BELOW
from indicators.services.hiding import hidden_rows

PLACE = ["area_code", "period"]
KEYS = ["area_code", "service", "period"]


def form_scores(forms: pd.DataFrame, form: ObservationForm) -> pd.DataFrame:
    """Return the score of each service: the mean total of its forms.

    total = Σ points of the items; score_pct = 100 · score ÷ ``form.highest_total``. A form with an item that
    was not given points has no total. That of all services of an area is the mean of those that have a
    score.

    Args:
        forms: as ``geodata.services.answers.read_forms`` returns them.
        form: what was filled.

    Returns:
        ``area_code, service, period, n_forms, n_complete, score, score_pct``.
    """
    totals = forms[list(form.items)].sum(axis=1, skipna=False)
    groups = forms[KEYS].assign(total=totals).groupby(KEYS, sort=True)["total"]
    table = pd.DataFrame(
        {"n_forms": groups.size(), "n_complete": groups.count(), "score": groups.mean()}
    ).reset_index()
    overall = table.groupby(PLACE)[["n_forms", "n_complete", "score"]].agg(
        {"n_forms": "sum", "n_complete": "sum", "score": "mean"}
    )
    whole = _with_wholes(table, overall.reset_index())
    return whole.assign(score_pct=PCT * whole["score"] / form.highest_total)


def rating_means(
    answers: pd.DataFrame, questionnaire: ExitQuestionnaire, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return how people rate each side of each service.

    mean = Σ ratings ÷ n; good_pct = 100 · ratings of at least ``questionnaire.good_from`` ÷ n, both of the n
    people who gave a rating.

    Args:
        answers: as ``geodata.services.answers.read_questionnaires`` returns them.
        questionnaire: what was asked.
        small_below: fewer people are hidden; 0 hides nobody and is not for the public.

    Returns:
        ``area_code, service, period, question, n, mean, good_pct, is_hidden``.
    """
    long = _long(answers, questionnaire.ratings)
    long["is_good"] = _one_where(long["answer"] >= questionnaire.good_from, long["answer"])
    table = _by_service(long, {"mean": ("answer", "mean"), "good_pct": ("is_good", "mean")}, small_below)
    return table.assign(good_pct=PCT * table["good_pct"])


def cost_means(
    answers: pd.DataFrame, questionnaire: ExitQuestionnaire, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return what people say they spent on each service, in whole units of the currency.

    mean and median are of the n people who stated the cost, be it zero; paid_pct = 100 · people who stated
    more than zero ÷ n.

    Args:
        answers: as for :func:`rating_means`.
        questionnaire: what was asked.
        small_below: as there.

    Returns:
        ``area_code, service, period, question, n, mean, median, paid_pct, is_hidden``.
    """
    long = _long(answers, questionnaire.costs)
    long["has_paid"] = _one_where(long["answer"] > 0, long["answer"])
    measures = {"mean": ("answer", "mean"), "median": ("answer", "median"), "paid_pct": ("has_paid", "mean")}
    table = _by_service(long, measures, small_below)
    return table.assign(paid_pct=PCT * table["paid_pct"])


def profile_counts(
    answers: pd.DataFrame, questionnaire: ExitQuestionnaire, *, small_below: int = SMALL_BELOW
) -> pd.DataFrame:
    """Return how many people of each kind answered in each area.

    Args:
        answers: as for :func:`rating_means`.
        questionnaire: what was asked.
        small_below: as there.

    Returns:
        ``area_code, period, question, answer, n, is_hidden``; ``answer`` is missing for those who did not
        say.
    """
    long = answers.melt(PLACE, list(questionnaire.profile), var_name="question", value_name="answer")
    counted = long.groupby([*PLACE, "question", "answer"], dropna=False).size().rename("n").reset_index()
    is_hidden = hidden_rows(counted["n"], counted[[*PLACE, "question"]], small_below=small_below)
    return counted.assign(n=counted["n"].astype("Int64").mask(is_hidden), is_hidden=is_hidden)


def _long(answers: pd.DataFrame, questions: Iterable[str]) -> pd.DataFrame:
    return answers.melt(KEYS, list(questions), var_name="question", value_name="answer")


def _one_where(holds: pd.Series[bool], answers: pd.Series[float]) -> pd.Series[float]:
    """Return 1 where something holds of an answer and else 0; missing without an answer."""
    return holds.astype("float64").where(answers.notna())


def _by_service(
    long: pd.DataFrame, measures: Mapping[str, tuple[str, str]], small_below: int
) -> pd.DataFrame:
    """Return measures of the answers by service and of all services together, without what must be hidden."""
    whole = [*PLACE, "question"]
    services = _measured(long, [*KEYS, "question"], measures)
    services["is_hidden"] = hidden_rows(services["n"], services[whole], small_below=small_below)
    overall = _measured(long, whole, measures)
    overall["is_hidden"] = (overall["n"] > 0) & (overall["n"] < small_below)
    table = _with_wholes(services, overall)
    shown = ["n", *measures]
    return table.assign(**table[shown].astype({"n": "Int64"}).mask(table["is_hidden"]))


def _measured(long: pd.DataFrame, by: Sequence[str], measures: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    aggregated = {name: pd.NamedAgg(*each) for name, each in measures.items()}
    return long.groupby(list(by), sort=False).agg(n=("answer", "count"), **aggregated).reset_index()


def _with_wholes(services: pd.DataFrame, wholes: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of services followed by those of all services, by area, period and service."""
    both = pd.concat([services, wholes], ignore_index=True)[list(services.columns)]
    return both.sort_values([*PLACE, "service"], kind="stable", ignore_index=True)
