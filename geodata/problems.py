"""What is wrong with a file, said so that the person who made it can mend it.

A module that reads or checks input declares its rules beside the check::

    NO_CRS = Rule(
        id="no_crs",
        message=N_("The file does not say in which coordinate reference system (CRS) it is."),
        remedy=N_("Name it at import, for example EPSG:4326."),
    )

and reports a :class:`Problem` for every place that breaks one. All problems of a file are gathered and
raised together as :class:`ImportRefused`; nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from config.errors import AimakError
from config.i18n import N_

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong: texts are English msgids with ``{placeholders}`` from the problem."""

    id: str
    message: str
    remedy: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem, as its author would look it up; ``row`` is 1-based as spreadsheets count."""

    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    feature: str | None = None

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """Return the place in words, for example ``budget.xlsx, sheet 2024, row 7, column C``."""
        named = [
            (N_("sheet {}"), self.sheet),
            (N_("row {}"), self.row),
            (N_("column {}"), self.column),
            (N_("feature {}"), self.feature),
        ]
        parts = [self.file] if self.file else []
        parts += [translate(text).format(value) for text, value in named if value is not None]
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule broken at a place; ``params`` fill the rule's placeholders: what came, or another place."""

    rule: Rule
    where: Where = Where()
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How serious it is: an error stops a publication, a warning or a note does not."""
        return self.rule.severity

    def message(self, translate: Callable[[str], str] = str) -> str:
        """Return what is wrong, in the language of ``translate``."""
        return translate(self.rule.message).format(**self._said(translate))

    def remedy(self, translate: Callable[[str], str] = str) -> str:
        """Return what to do about it, in the language of ``translate``."""
        return translate(self.rule.remedy).format(**self._said(translate))

    def _said(self, translate: Callable[[str], str]) -> dict[str, object]:
        return {
            name: value.describe(translate) if isinstance(value, Where) else value
            for name, value in self.params.items()
        }

    def describe(self, translate: Callable[[str], str] = str) -> str:
        """Return place, message and remedy as one line."""
        place = self.where.describe(translate)
        text = f"{self.message(translate)} {self.remedy(translate)}"
        return f"{place}: {text}" if place else text


class ImportRefused(AimakError):  # noqa: N818 - a refusal, with every reason in it
    """A file that cannot be taken in, with all the reasons."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.describe() for problem in self.problems))


def refuse_on_errors(problems: Iterable[Problem]) -> None:
    """Raise :class:`ImportRefused` with all of ``problems`` if at least one is an error."""
    gathered = tuple(problems)
    if any(problem.severity == "error" for problem in gathered):
        raise ImportRefused(gathered)
