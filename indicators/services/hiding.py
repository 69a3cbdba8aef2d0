"""Answers of few people are not published, nor what they could be computed from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from indicators.councils.suppression import SMALL_BELOW
from indicators.hierarchy import Bools, Ints


def hidden_parts(counts: Ints, *, small_below: int = SMALL_BELOW) -> Bools:
    """Return which parts of a published whole must not be published.

    A part of 1 to ``small_below`` − 1 people is hidden. What is hidden altogether follows from the whole
    less the other parts, be it a count or, with the means of the parts, a mean. So further parts are hidden,
    the smallest first, until the hidden ones have ``small_below`` people together; then that is no answer of
    few people.

    Args:
        counts: people in each part, of shape (parts,); a part without people has nothing to hide.
        small_below: counts above zero and below this one are small.

    Returns:
        Of the shape of ``counts``. If the whole itself is small, all parts with people are hidden, and the
        whole has to be, too.

    >>> hidden_parts(np.array([3, 9, 20])).tolist()
    [True, True, False]
    """
    hidden: Bools = (counts > 0) & (counts < small_below)
    smallest_first = [part for part in np.argsort(counts, kind="stable") if counts[part] and not hidden[part]]
    for part in smallest_first:
        if 0 < counts[hidden].sum() < small_below:
            hidden[part] = True
    return hidden


def hidden_rows(
    n: pd.Series[int], wholes: pd.DataFrame, *, small_below: int = SMALL_BELOW
) -> pd.Series[bool]:
    """Return :func:`hidden_parts` of every whole of a table.

    Args:
        n: people of each row.
        wholes: what the rows of one whole have in common, labelled as ``n``.
        small_below: as there.
    """
    by = [wholes[name] for name in wholes]
    hidden = n.groupby(by, dropna=False).transform(
        lambda counts: hidden_parts(counts.to_numpy(), small_below=small_below)
    )
    return hidden.astype(bool)
