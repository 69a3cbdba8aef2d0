"""How residents decide at hearings and are involved in local matters, as pack data."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from config.loader import ConfigModel
from geodata.packs import Texts

Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
"""A day that somebody entered, far from the ends of the calendar."""

ItemId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class DecisionRule(ConfigModel):
    """How a hearing decides."""

    more_than_pct: float = Field(ge=0, lt=100)
    """Of the votes; exactly so many are not enough."""
    note: Texts | None = None
    """What the source leaves open, and what is assumed."""
    reference: str = Field(min_length=1)


class InvolvementItem(ConfigModel):
    """A line of the typical plan of involvement that a municipality fills in."""

    id: ItemId
    title: Texts
    refreshed_every_months: int | None = Field(default=None, ge=1)
    """How old the information may become; none for what is not refreshed."""
    reference: str = Field(min_length=1)


class InvolvementSection(ConfigModel):
    """A part of the typical plan of involvement."""

    id: ItemId
    title: Texts
    items: tuple[InvolvementItem, ...] = Field(min_length=1)


class RevisionLimit(ConfigModel):
    """How often a plan of involvement may be revised."""

    months_apart: int = Field(ge=1)
    """From one revision to the next."""
    note: Texts | None = None
    """What the source leaves open, and what is assumed."""
    reference: str = Field(min_length=1)


class InvolvementTemplate(ConfigModel):
    """The typical plan of involvement of residents."""

    sections: tuple[InvolvementSection, ...] = Field(min_length=1)
    revision: RevisionLimit | None = None
    note: Texts | None = None
    """What the source leaves open, and what is assumed."""

    @property
    def items(self) -> dict[str, InvolvementItem]:
        """The lines of all sections by id, in their order."""
        return {item.id: item for section in self.sections for item in section.items}

    @model_validator(mode="after")
    def _ids_are_unique(self) -> InvolvementTemplate:
        ids = Counter(section.id for section in self.sections)
        ids += Counter(item.id for section in self.sections for item in section.items)
        if twice := [key for key, count in ids.items() if count > 1]:
            raise ValueError(f"expected ids of their own in the plan, got again {', '.join(twice)}")
        return self
