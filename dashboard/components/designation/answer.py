"""What a rule says: with what was changed, and as it stands."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd

from dashboard.components.designation.question import Question
from indicators.designation.assess import Assessment, judge
from indicators.designation.measure import Measurement
from indicators.designation.profile import Profile


@dataclass(frozen=True, eq=False, kw_only=True)
class Answer:
    """An answered question, with the areas it is about."""

    question: Question
    assessment: Assessment
    unchanged: Assessment
    """By the rule as it stands; the assessment itself where nothing was changed."""
    areas: gpd.GeoDataFrame
    """All of the country, indexed by code."""
    layers: pd.DataFrame
    """The country's display layers."""

    @property
    def profile(self) -> Profile:
        """The rule with what was changed."""
        return self.assessment.profile


def answer(
    question: Question, measurement: Measurement, *, areas: gpd.GeoDataFrame, layers: pd.DataFrame
) -> Answer:
    """Judge what was measured by the asked profile: a moved threshold costs no more than this."""
    unchanged = judge(question.saved, measurement)
    assessment = judge(question.profile, measurement) if question.variation else unchanged
    return Answer(question=question, assessment=assessment, unchanged=unchanged, areas=areas, layers=layers)
