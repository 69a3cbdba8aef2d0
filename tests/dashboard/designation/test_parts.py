"""The parts of the page of lagging regions that need no browser."""

import base64
import re

import pytest

from dashboard.components.designation.what_if import RANGE, STEPS, slider_step
from dashboard.components.sparkline import sparkline


def drawn(html: str) -> str:
    found = re.search(r"base64,([^\"]+)", html)
    assert found
    return base64.b64decode(found[1]).decode()


@pytest.mark.parametrize("threshold", [0.7, 1.0, 1.05, 30, 70, 0.25, -2.5, 123456])
def test_a_slider_has_round_and_fine_steps(threshold: float) -> None:
    step = slider_step(threshold)
    assert abs(threshold) * RANGE / step >= STEPS
    assert f"{step:e}".startswith("1.000000")


def test_a_slider_of_a_threshold_of_zero_moves() -> None:
    assert slider_step(0) > 0


def test_a_path_leaves_gaps_open_and_marks_every_value() -> None:
    svg = drawn(sparkline([1, 2, None, 4, 5], threshold=[None] * 5, n_window=0, label="x"))
    assert svg.count("<circle") == 4
    assert svg.count("<polyline") == 2


def test_no_line_is_drawn_across_a_break() -> None:
    broken = sparkline([1, 2, 3, 4], threshold=[2] * 4, n_window=0, label="x", breaks=[2])
    svg = drawn(broken)
    assert svg.count("<polyline") == 4
    places = [
        [float(each.partition(",")[0]) for each in line.split()]
        for line in re.findall(r'points="(.*?)"', svg)
    ]
    upright = float(re.findall(r'<line x1="([\d.]+)"', svg)[0])
    assert all(max(line) < upright or min(line) > upright for line in places)


def test_a_higher_value_is_drawn_higher() -> None:
    svg = drawn(sparkline([1, 9], threshold=[None, None], n_window=0, label="x"))
    low, high = (float(y) for y in re.findall(r'cy="([\d.]+)"', svg))
    assert high < low


def test_a_threshold_of_one_period_is_still_a_line() -> None:
    svg = drawn(sparkline([1, 2, 3], threshold=[None, None, 2], n_window=1, label="x"))
    assert "stroke-dasharray" in svg
    assert "<rect" in svg


def test_nothing_is_drawn_of_nothing() -> None:
    assert sparkline([None, None], threshold=[None, None], n_window=2, label="x") == ""


def test_a_hostile_label_stays_a_label() -> None:
    html = sparkline([1, 2], threshold=[None, None], n_window=0, label='"><script>alert(1)</script>')
    assert "<script" not in html
