"""What a person answered about a table; kept with the dataset, so that an import can be repeated."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.loader import ConfigModel
from geodata.tables.numbers import DecimalMark


class Choices(ConfigModel):
    """Answers to the questions a draft asks."""

    decimal: DecimalMark | None = None
    """The decimal mark of every column whose own numbers leave it open."""
    scales: dict[str, float] = Field(default_factory=dict)
    """Scale note as found (``тыс. сом``) → what its values are multiplied by, 1 to keep them."""
    areas: dict[str, str] = Field(default_factory=dict)
    """Label as in the draft's matches → area code."""
    dropped_rows: dict[str, dict[int, Annotated[str, Field(min_length=1)]]] = Field(default_factory=dict)
    """Sheet → row → why it is left out."""
    corrections: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Sheet → cell such as ``C7`` → what should stand there; an empty text empties it."""
