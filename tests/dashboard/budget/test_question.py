"""Which levels and periods the page of budgets offers, with and without budgets of areas."""

import pandas as pd

from dashboard.availability import Availability
from dashboard.components.budget.question import has_budgets, offered_levels, offered_periods
from geodata.workspace import Workspace
from tests.dashboard.budget.desks import PERIODS, desk, purses

__all__ = ["purses"]


def available(*rows: tuple[str, int, str]) -> Availability:
    return Availability(pd.DataFrame(rows, columns=["indicator_id", "admin_level", "period"]))


def test_periods_are_those_with_budgets_of_areas(purses: Workspace) -> None:
    at = desk()
    assert has_budgets(at.available, None)
    assert offered_periods(at.available, at.budget, 1) == list(PERIODS)


def test_without_any_they_are_those_of_which_the_pack_says_something(purses: Workspace) -> None:
    budget, nothing = desk().budget, available(("population", 1, "2019"))
    assert has_budgets(nothing, budget)
    assert offered_periods(nothing, budget, 1) == ["2020", "2022", "2023", "2025"]


def test_a_country_of_which_nothing_is_known_has_no_budgets() -> None:
    assert not has_budgets(available(), None)
    assert offered_periods(available(), None, 1) == []


def test_levels_are_those_that_can_be_drawn(purses: Workspace) -> None:
    assert offered_levels(desk().layers) == [1, 2]
