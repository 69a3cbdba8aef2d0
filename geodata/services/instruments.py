"""What services are measured with: the form of observers and the questionnaire of people who leave an office.

They are data, ``services_monitoring.toml``: another form has other items and points without a change of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from config.loader import CONFIG_DIR, ConfigModel, load_toml
from geodata.packs import Texts

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]

InstrumentName = Literal["form", "questionnaire"]

AnswerKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]


@dataclass(frozen=True)
class Scale:
    """Which numbers are answers, both ends in; ``highest`` None without an upper end."""

    lowest: float
    highest: float | None = None
    is_whole: bool = False

    def has(self, number: float) -> bool:
        """Whether a number is between the ends."""
        return self.lowest <= number and (self.highest is None or number <= self.highest)


@dataclass(frozen=True)
class AnswerColumn:
    """A column of answers: numbers on a scale, or one of some answers."""

    key: str
    title: Texts
    scale: Scale | None = None
    answers: Mapping[str, Texts] = field(default_factory=dict)


class Titled(ConfigModel):
    """A question that has nothing but its words."""

    title: Texts


class FormItem(ConfigModel):
    """An item of the form."""

    title: Texts
    highest: float | None = Field(default=None, gt=0)
    """Its most points; None where that is not known, and only the total limits it."""


class ObservationForm(ConfigModel):
    """The form in which observers give points to a service."""

    title: Texts
    sheet: Texts
    """What the template calls the sheet to fill in."""
    lowest: float = 0
    """The fewest points of an item."""
    highest_total: float = Field(gt=0)
    items: dict[Key, FormItem] = Field(min_length=1)
    notes: tuple[Texts, ...] = ()
    reference: str = Field(min_length=1)

    @model_validator(mode="after")
    def _items_add_up(self) -> ObservationForm:
        known = [item.highest for item in self.items.values() if item.highest is not None]
        if len(known) == len(self.items) and sum(known) != self.highest_total:
            raise ValueError(f"expected items of {self.highest_total:g} points in all, got {sum(known):g}")
        if sum(known) > self.highest_total:
            raise ValueError(f"expected items of at most {self.highest_total:g} points, got {sum(known):g}")
        return self

    @property
    def columns(self) -> tuple[AnswerColumn, ...]:
        """The columns of a filled table, after the key columns."""
        return tuple(
            AnswerColumn(key, item.title, Scale(self.lowest, item.highest or self.highest_total))
            for key, item in self.items.items()
        )


class ProfileQuestion(ConfigModel):
    """A question about the respondent, with the answers to choose from."""

    title: Texts
    answers: dict[AnswerKey, Texts] = Field(min_length=2)


class ExitQuestionnaire(ConfigModel):
    """What people are asked when they leave an office: ratings, costs, who they are."""

    title: Texts
    sheet: Texts
    """What the template calls the sheet to fill in."""
    lowest: int
    """The worst rating."""
    highest: int
    """The best rating."""
    good_from: int
    """Ratings from this one on count as good."""
    ratings: dict[Key, Titled] = Field(min_length=1)
    costs: dict[Key, Titled] = Field(default_factory=dict)
    """In whole units of the currency; zero is an answer, an empty cell is none."""
    unofficial_cost: Key | None = None
    """Which of the costs nobody should have."""
    profile: dict[Key, ProfileQuestion] = Field(default_factory=dict)
    notes: tuple[Texts, ...] = ()
    reference: str = Field(min_length=1)

    @model_validator(mode="after")
    def _scale_ascends(self) -> ExitQuestionnaire:
        if not self.lowest < self.good_from <= self.highest:
            raise ValueError("expected lowest < good_from ≤ highest")
        if self.unofficial_cost is not None and self.unofficial_cost not in self.costs:
            raise ValueError(f"expected unofficial_cost to be one of the costs, got {self.unofficial_cost!r}")
        return self

    @model_validator(mode="after")
    def _keys_differ(self) -> ExitQuestionnaire:
        keys = [*self.ratings, *self.costs, *self.profile]
        if len(set(keys)) < len(keys):
            raise ValueError("expected ratings, costs and profile with keys of their own")
        return self

    @property
    def columns(self) -> tuple[AnswerColumn, ...]:
        """The columns of a filled table, after the key columns."""
        rating = Scale(self.lowest, self.highest, is_whole=True)
        return (
            *(AnswerColumn(key, each.title, rating) for key, each in self.ratings.items()),
            *(AnswerColumn(key, each.title, Scale(0)) for key, each in self.costs.items()),
            *(AnswerColumn(key, each.title, answers=each.answers) for key, each in self.profile.items()),
        )


class KeyColumns(ConfigModel):
    """What every row of a filled table says first: the titles of these columns."""

    area_code: Texts
    service: Texts
    period: Texts

    @property
    def titles(self) -> dict[str, Texts]:
        """The titles by the names of the columns."""
        return {"area_code": self.area_code, "service": self.service, "period": self.period}


class TemplateWords(ConfigModel):
    """What the workbooks to fill in have beside their questions."""

    lists: Texts
    """Title of the sheet of what may be chosen."""
    instructions: Texts
    """Title of the sheet to read first."""
    lines: tuple[Texts, ...]
    """Of that sheet, before the notes on the instrument."""


class ServicesMonitoring(ConfigModel):
    """``services_monitoring.toml``."""

    keys: KeyColumns
    template: TemplateWords
    form: ObservationForm
    questionnaire: ExitQuestionnaire

    def instrument(self, name: InstrumentName) -> ObservationForm | ExitQuestionnaire:
        """Return an instrument by its name."""
        return self.form if name == "form" else self.questionnaire

    def titles(self, columns: Iterable[AnswerColumn]) -> dict[str, Texts]:
        """Return the headings of a filled table by column: the keys, then what was asked."""
        return self.keys.titles | {column.key: column.title for column in columns}


@cache
def load_services_monitoring(path: Path = CONFIG_DIR / "services_monitoring.toml") -> ServicesMonitoring:
    """Read the instruments.

    Raises:
        ConfigError: naming file and key of each fault.
    """
    return load_toml(path, ServicesMonitoring)
