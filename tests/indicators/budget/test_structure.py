import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.budget.structure import (
    EXPENDITURE,
    REVENUE,
    UNACCOUNTED,
    budget_table,
    measured,
    stack_items,
)
from indicators.catalogue import load_catalogue

CATALOGUE = load_catalogue()
TAXES = ["land_tax", "property_tax"]
TABLE = pd.DataFrame(
    {
        "total_revenue": [200.0, 400.0, None, 0.0],
        "land_tax": [50.0, 100.0, 10.0, 5.0],
        "property_tax": [150.0, None, 20.0, 0.0],
        "population": [1000.0, 2000.0, 500.0, 0.0],
        "price_index": [100.0, 125.0, None, 100.0],
    },
    index=["2021", "2022", "2023", "2024"],
)


def numbers(measure: str, items: list[str] = TAXES) -> dict[str, list[float | None]]:
    table = measured(TABLE, items, total_id="total_revenue", measure=measure)
    return {item: [None if pd.isna(each) else each for each in table[item]] for item in items}


def test_revenue_is_shown_by_its_groups_and_expenditure_by_function() -> None:
    known = [*CATALOGUE]
    assert stack_items(CATALOGUE, REVENUE, known, depth=2) == [
        "local_taxes", "shared_taxes", "non_tax_revenue",
        "equalization_grants", "categorical_grants", "stimulating_grants", "funds_passed_down",
        "other_transfers",
    ]  # fmt: skip
    assert stack_items(CATALOGUE, EXPENDITURE, known, depth=1) == list(CATALOGUE[EXPENDITURE].parts)


def test_an_item_of_which_no_part_is_known_stands_for_itself() -> None:
    items = stack_items(CATALOGUE, REVENUE, ["own_revenue", "equalization_grants"], depth=2)
    assert items[0] == "own_revenue"
    assert items[1] == "equalization_grants"
    assert stack_items(CATALOGUE, REVENUE, [], depth=2) == ["own_revenue", "transfers"]


def test_measures_by_hand() -> None:
    assert numbers("total")["property_tax"] == [150, None, 20, 0]
    assert numbers("per_resident") == {"land_tax": [50, 50, 20, None], "property_tax": [150, None, 40, None]}
    assert numbers("real") == {"land_tax": [50, 40, None, None], "property_tax": [150, None, None, None]}
    assert numbers("share") == {"land_tax": [25, 25, None, None], "property_tax": [75, None, None, None]}


def test_what_no_known_item_accounts_for_is_told_apart_from_rounding() -> None:
    left = numbers("total", [*TAXES, UNACCOUNTED])[UNACCOUNTED]
    assert left == [None, 300, None, -5]
    assert numbers("per_resident", [*TAXES, UNACCOUNTED])[UNACCOUNTED] == [None, 150, None, None]
    rounded = TABLE.assign(total_revenue=[201.0, 400.0, None, 0.0])
    table = measured(rounded, [*TAXES, UNACCOUNTED], total_id="total_revenue", measure="total")
    assert pd.isna(table.loc["2021", UNACCOUNTED])


def test_items_that_exceed_their_total_leave_less_than_nothing() -> None:
    table = measured(
        TABLE.assign(total_revenue=100.0), [*TAXES, UNACCOUNTED], total_id="total_revenue", measure="total"
    )
    assert table.loc["2021", UNACCOUNTED] == -100


def test_a_column_that_is_not_there_is_missing_everywhere() -> None:
    table = measured(
        TABLE[["land_tax"]], ["land_tax", "sales_tax"], total_id="total_revenue", measure="total"
    )
    assert table["sales_tax"].isna().all()
    assert (
        measured(TABLE[["land_tax"]], TAXES, total_id="total_revenue", measure="real").isna().all(axis=None)
    )


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=9))
def test_shares_and_what_is_not_accounted_for_make_the_whole(amounts: list[float]) -> None:
    items = list(CATALOGUE[EXPENDITURE].parts)[: len(amounts)]
    table = pd.DataFrame([dict(zip(items, amounts, strict=True)) | {EXPENDITURE: sum(amounts) + 100}])
    shares = measured(table, [*items, UNACCOUNTED], total_id=EXPENDITURE, measure="share")
    assert shares.sum(axis=1).item() == pytest.approx(100)


def test_a_table_has_a_row_for_each_period_or_area_even_if_nothing_is_known() -> None:
    rows = [("01", "land_tax", "2023", 1.0), ("01", "land_tax", "2024", None)]
    values = pd.DataFrame(rows, columns=["area_code", "indicator_id", "period", "value"])
    assert budget_table(values, by="period").index.tolist() == ["2023", "2024"]
    assert budget_table(values[:1], by="area_code").loc["01", "land_tax"] == 1
