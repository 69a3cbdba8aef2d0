"""How services monitoring of the demonstration country is drawn, as data in its pack."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.loader import ConfigModel, load_toml

SERVICE_DRAWS_FILE = "demo_services.toml"
"""Its name in a pack's folder."""

Share = Annotated[float, Field(ge=0, le=1)]


class ServiceIndicator(ConfigModel):
    """An indicator of services monitoring in a municipality that is monitored.

    On the scale of logarithms, or of logits where it has a maximum, it is the typical value, plus an effect
    of how good services are there, plus a deviation of its own, plus a yearly trend.
    """

    instrument: Literal["form", "questionnaire"]
    """Answers to questionnaires are not published where too few people gave them."""
    typical: float
    minimum: float = 0
    maximum: float | None = None
    decimals: int = Field(default=0, ge=0)
    quality_effect: float
    """Per standard deviation of how good services are; negative for what is worse the more there is of it."""
    spread: float = Field(ge=0)
    """Standard deviation of its own, anew in every year."""
    trend: float = 0
    """Change per year."""

    @model_validator(mode="after")
    def _typical_is_between(self) -> ServiceIndicator:
        if self.typical <= self.minimum or (self.maximum is not None and self.typical >= self.maximum):
            raise ValueError("expected minimum < typical < maximum")
        return self


class ServiceDraws(ConfigModel):
    """``demo_services.toml``."""

    range_km: float = Field(gt=0)
    """Distance within which services are alike."""
    spatial_share: Share
    """Share of the variance of how good services are that neighbours have in common."""
    urban_effect: float = 0
    """On how good services are."""
    prosperity_effect: float = 0
    too_few_share: Share
    """Of monitored municipalities and years in which too few people answered."""
    monitored_share: dict[Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$")], Share] = Field(min_length=1)
    """By year; who is monitored once is monitored as long as the share does not fall."""
    indicators: dict[str, ServiceIndicator] = Field(min_length=1)


def load_service_draws(folder: Path) -> ServiceDraws | None:
    """Read ``demo_services.toml`` of a pack's folder; None without one.

    Raises:
        ConfigError: the file has faults.
    """
    path = folder / SERVICE_DRAWS_FILE
    return load_toml(path, ServiceDraws) if path.exists() else None
