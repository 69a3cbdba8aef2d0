"""Small scenarios and the numbers they read, for tests."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from config.i18n import LANGUAGES
from indicators.budget.inputs import BudgetInputs
from indicators.budget.scenario import Scenario

TEXTS = dict.fromkeys(LANGUAGES, "as in the test")
PER_HEAD = {"by": "norm_per_head", "norm_per_head": 1000, "reference": "the test"}
BY_INDICATOR = {"by": "indicator", "indicator": "total_expenditure"}
FIVE = {"population": [1000] * 5, "revenue_potential": [400, 800, 1000, 1200, 1600]}


def scenario(formula: Mapping[str, Any], **fields: Any) -> Scenario:
    """A scenario to a minimum, with the same need per head everywhere unless it says otherwise."""
    about = {"id": "test", "title": TEXTS, "level": "municipality", "period": "2024", "purpose": "to_minimum"}
    return Scenario.model_validate(about | {"formula": dict(formula), "need": PER_HEAD} | fields)


def inputs(columns: Mapping[str, Sequence[float]], codes: Sequence[str] | None = None) -> BudgetInputs:
    """Areas A, B, C … that raise what they could unless they say otherwise."""
    n_areas = len(columns["population"])
    named = {"area_code": list(codes or [chr(ord("A") + n) for n in range(n_areas)])}
    return BudgetInputs.from_table(
        pd.DataFrame(named | {"own_revenue": columns["revenue_potential"]} | columns)
    )
