"""What is done to a designation after the criteria are counted: lists, neighbours, enclosure, grace.

Each rule is a small model with its dates; ``assess`` says which areas it lifts into a designation or takes
out of it. They are applied in the order of the profile: of two lists that name an area, the later one wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from config.loader import ConfigModel
from indicators.designation.windows import Dated


class ListedArea(ConfigModel):
    """An area named by a list."""

    code: str | None = None
    """Missing where the list names a place that has no code in the pack."""
    name: str = Field(min_length=1)


class _Adjustment(Dated):
    designation: str
    """Id of the class it gives or takes."""
    reference: str = ""

    @property
    def needs_borders(self) -> bool:
        """Whether it asks which areas are neighbours."""
        return isinstance(self, (Neighbours, Enclosed))


class Include(_Adjustment):
    """The areas of a list are designated, whatever the criteria say; one that already is keeps its class."""

    rule: Literal["include"]
    areas: tuple[ListedArea, ...] = Field(min_length=1)


class Exclude(_Adjustment):
    """The areas of a list are not, whatever the criteria say."""

    rule: Literal["exclude"]
    areas: tuple[ListedArea, ...] = Field(min_length=1)


class Neighbours(_Adjustment):
    """Only areas in a group of so many neighbours, each of which qualifies, are designated.

    Neighbours share a border of some length; touching in a point is not enough.
    """

    rule: Literal["neighbours"]
    minimum_areas: int = Field(ge=1)


class Enclosed(_Adjustment):
    """Areas that are enclosed by designated areas are designated too.

    What counts is the designation by the rules before this one; an area it adds encloses no other.
    """

    rule: Literal["enclosed"]
    state_border: bool = True
    """Whether the edge of the country may be part of the enclosure."""


class Grace(_Adjustment):
    """An area keeps a designation for some years after it no longer qualifies."""

    rule: Literal["grace"]
    years: int = Field(ge=1)


def listed_elsewhere(adjustments: Sequence[Adjustment], area_codes: pd.Index[str]) -> list[ListedArea]:
    """Return what the lists name that is none of these areas: of another level, or without a code."""
    lists = (each.areas for each in adjustments if isinstance(each, (Include, Exclude)))
    return [area for areas in lists for area in areas if area.code not in area_codes]


Adjustment = Annotated[Include | Exclude | Neighbours | Enclosed | Grace, Field(discriminator="rule")]
