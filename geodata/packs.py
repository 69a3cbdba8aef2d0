"""Country packs: everything a country needs, as one folder of TOML files."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from config.loader import CONFIG_DIR, ConfigModel, load_toml

PACKS_PATH_VARIABLE = "AIMAK_PACKS"
"""Folders of further packs, separated like ``PATH``; searched after the packs that come with the product."""


def _has_english(names: dict[str, str]) -> dict[str, str]:
    if "en" not in names:
        raise ValueError("expected at least a text in English (en)")
    return names


Texts = Annotated[dict[str, str], AfterValidator(_has_english)]
"""A text by language code; English is always there and the last resort."""


def said(texts: Texts, language: str) -> str:
    """Return the text in ``language``, in English where there is none."""
    return texts.get(language, texts["en"])


class Level(ConfigModel):
    """One administrative level: ``number`` 0 is the country."""

    number: int = Field(ge=0, le=9)
    id: str
    name: Texts
    plural: Texts
    geometry: Literal["polygon", "point", "none"] = "polygon"


class AreaType(ConfigModel):
    """A kind of area within a level, such as a city or a rural municipality."""

    id: str
    name: Texts
    urban_rural: Literal["urban", "rural"] | None = None


class UnitCost(ConfigModel):
    """What one unit of a support measure costs, such as the sewerage of one settlement."""

    measure: str = Field(min_length=1)
    """An id of ``config/support_measures.toml``."""
    per: str = Field(min_length=1)
    """What is counted: the unit of a criterion's support quantity."""
    amount: float = Field(gt=0)
    """In whole units of the currency."""
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    year: int = Field(ge=1900, le=2200)
    """Of the prices."""
    reference: str = Field(min_length=1)


class Pack(ConfigModel):
    """``pack.toml``: levels, languages, currency and coordinate systems of one country."""

    code: str = Field(pattern=r"^[a-z][a-z0-9-]{1,15}$")
    area_code: str
    """The code of the area at level 0."""
    name: Texts
    languages: tuple[str, ...] = Field(min_length=1)
    """Languages of area names, the official first: ``area_name`` is in the first."""
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    equal_area_crs: str
    """For areas, densities and tolerances; an authority code or PROJ string in metres."""
    is_demonstration: bool = False
    levels: tuple[Level, ...] = Field(min_length=1)
    area_types: tuple[AreaType, ...] = ()
    unit_costs: tuple[UnitCost, ...] = ()
    synonyms: dict[str, str] = Field(default_factory=dict)
    """Word or name as found in sources (any script) → the word used when names are compared."""

    @model_validator(mode="after")
    def _levels_ascend(self) -> Pack:
        numbers = [level.number for level in self.levels]
        if numbers != list(range(len(numbers))):
            raise ValueError(f"expected levels numbered 0, 1, 2, … in order, got {numbers}")
        return self

    @model_validator(mode="after")
    def _costs_are_unique(self) -> Pack:
        named = [(cost.measure, cost.per) for cost in self.unit_costs]
        if len(set(named)) < len(named):
            raise ValueError("expected one unit cost for a measure and what it is per")
        return self

    def level(self, number: int) -> Level:
        """Return the level of that number.

        Raises:
            KeyError: the country has no such level.
        """
        for level in self.levels:
            if level.number == number:
                return level
        raise KeyError(f"expected a level of 0…{len(self.levels) - 1} for {self.code}, got {number}")

    def level_by_id(self, level_id: str) -> Level:
        """Return the level of that id.

        Raises:
            KeyError: the country has no such level.
        """
        by_id = {level.id: level for level in self.levels}
        if level_id not in by_id:
            raise KeyError(f"expected a level of {', '.join(by_id)} for {self.code}, got {level_id!r}")
        return by_id[level_id]


def pack_folders() -> dict[str, Path]:
    """Return the folder of every pack by its code: the product's own, then those on ``AIMAK_PACKS``."""
    roots = [CONFIG_DIR / "countries"]
    roots += [Path(part) for part in os.environ.get(PACKS_PATH_VARIABLE, "").split(os.pathsep) if part]
    found = (folder.parent for root in roots for folder in sorted(root.glob("*/pack.toml")))
    return {folder.name: folder for folder in found}


@cache
def load_pack(folder: Path) -> Pack:
    """Read ``pack.toml`` of a pack's folder.

    Raises:
        ConfigError: the file is missing or has faults.
    """
    return load_toml(folder / "pack.toml", Pack)
