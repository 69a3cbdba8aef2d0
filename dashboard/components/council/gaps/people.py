"""Numbers of people in lists: small ones are not told, on screen nor in files."""

from __future__ import annotations

import pandas as pd

from dashboard.components.council.desk import Desk


def is_hidden(desk: Desk, people: pd.Series[float]) -> pd.Series[bool]:
    """Return which numbers are too small to be told."""
    return (people > 0) & (people < desk.councils.small_cell_threshold)


def shown_people(desk: Desk, people: pd.Series[float]) -> pd.Series[float]:
    """Return numbers for a table that writes them with :meth:`Desk.people`.

    What reaches the browser in place of a small number is the same for all of them.
    """
    return people.mask(is_hidden(desk, people), desk.councils.small_cell_threshold / 2)


def told_sum(desk: Desk, people: pd.Series[float]) -> str:
    """Return the sum of the numbers that are told: one with the others would tell a single hidden one."""
    return desk.words.whole(people.mask(is_hidden(desk, people)).sum())


def left_out(desk: Desk, people: pd.Series[float]) -> str:
    """Return how many numbers are not in :func:`told_sum`, in words; empty if none."""
    n = int((people.isna() | is_hidden(desk, people)).sum())
    if n == 0:
        return ""
    text = desk.words.translate(
        "Settlements not counted in, as their population is not known or below {n_people}: {n}."
    )
    return text.format(n=desk.words.whole(n), n_people=desk.councils.small_cell_threshold)
