"""What was changed in a profile, written into the address and read from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.components.designation.address import variation_from_text, variation_to_text
from indicators.designation.variation import Variation

IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,8}", fullmatch=True)
THRESHOLDS = st.floats(-1e6, 1e6).map(lambda number: float(f"{number:g}"))


@given(
    thresholds=st.dictionaries(IDS, THRESHOLDS, max_size=4),
    at_least=st.dictionaries(IDS, st.integers(1, 20), max_size=4),
    without=st.lists(IDS, unique=True, max_size=4).map(tuple),
)
def test_what_is_written_is_read_again(
    thresholds: dict[str, float], at_least: dict[str, int], without: tuple[str, ...]
) -> None:
    variation = Variation(thresholds=thresholds, at_least=at_least, without=without)
    if variation:
        assert variation_from_text(variation_to_text(variation)) == variation


def test_it_reads_as_a_person_would_write_it() -> None:
    variation = Variation(thresholds={"wage": 0.9}, at_least={"lagging": 4}, without=("density",))
    assert variation_to_text(variation) == "wage=0.9;lagging:4;-density"


@pytest.mark.parametrize("text", ["", "wage", "wage=", "wage=much", "wage=nan", "wage=inf", "a:x", "=1"])
def test_a_text_that_names_no_change_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"expected|could not convert"):
        variation_from_text(text)
