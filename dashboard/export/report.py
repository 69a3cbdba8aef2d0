"""A designation with all that makes a downloaded copy understandable years later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd
from babel.numbers import format_decimal

from config.i18n import N_
from dashboard.components.designation.basis import NOTE_WORDS
from dashboard.components.words import Words
from dashboard.export.about import Fact, Report, data_facts, place_facts
from dashboard.profiles import OfferedProfile
from indicators.designation.assess import Assessment
from indicators.designation.profile import Profile
from indicators.designation.variation import Variation

WHAT_IF_TEXTS = {
    "threshold": N_("{title}: threshold {changed}, by the rule {stated}"),
    "at_least": N_("{title}: criteria needed {changed}, by the rule {stated}"),
    "without": N_("{title}: left out"),
}


@dataclass(frozen=True, eq=False, kw_only=True)
class DesignationReport(Report):
    """A designation as it was shown, ready to be written to a file."""

    assessment: Assessment
    saved: OfferedProfile
    """The profile as it stands in the law or was saved."""
    variation: Variation
    """What the assessed profile has changed against it."""
    probability: pd.DataFrame | None = None
    """As :func:`indicators.designation.robustness.draws.probability` returns it, where it is shown."""

    @property
    def profile(self) -> Profile:
        """The profile that was applied."""
        return self.assessment.profile

    @property
    def title(self) -> str:
        """The profile's title."""
        return self.text(self.profile.title)

    @property
    def level_number(self) -> int:
        """Of the assessed areas."""
        return self.assessment.measurement.tables.level

    @property
    def area_codes(self) -> pd.Index[str]:
        """The assessed areas."""
        return self.assessment.area_codes

    @property
    def changes(self) -> list[str]:
        """What was changed for a what-if, a sentence for each."""
        return list(_changes(self))


def facts(report: DesignationReport) -> list[Fact]:
    """Return what a report is: rule, changes, assumptions and law, then data and their sources."""
    on = Fact("on", report.words.translate("Assessed on"), report.assessment.on)
    return [*_rule(report), *_legal_basis(report), *place_facts(report), on, *data_facts(report)]


def _rule(report: DesignationReport) -> Iterator[Fact]:
    tell, profile, saved = report.words.translate, report.profile, report.saved
    yield Fact("profile_title", tell("Rule"), report.title)
    for change in report.changes:
        yield Fact("what_if", tell("What if?"), change)
    if report.warning:
        yield Fact("warning", tell("Note"), report.warning)
    yield Fact("profile_description", tell("Description"), report.text(profile.description))
    for note in profile.notes:
        yield Fact(f"note_{note.kind}", tell(NOTE_WORDS[note.kind]), report.text(note.text))
    yield Fact("profile_id", tell("Id of the rule"), profile.id)
    if saved.version is not None:
        yield Fact("profile_version", tell("Version of the rule"), saved.version)
        yield Fact("profile_author", tell("Author of the rule"), saved.author)


def _legal_basis(report: DesignationReport) -> Iterator[Fact]:
    tell, basis = report.words.translate, report.profile.legal_basis
    in_force = tell("in force") if report.assessment.is_in_force else tell("not in force: what it would say")
    stated = (
        ("legal_basis", tell("Legal basis"), basis.title),
        ("legal_basis_link", tell("Link"), basis.link),
        ("effective_from", tell("In force from"), basis.effective_from),
        ("effective_to", tell("In force until"), basis.effective_to),
        ("status_until", tell("Designations last until"), basis.status_until),
        ("replaced_by", tell("Replaced by"), basis.replaced_by),
        ("in_force", tell("On the day"), in_force),
    )
    yield from (Fact(key, title, value) for key, title, value in stated if value is not None)


def _changes(report: DesignationReport) -> Iterator[str]:
    saved, on, variation = report.saved.profile, report.assessment.on, report.variation

    def told(kind: str, title: Mapping[str, str], **numbers: float | None) -> str:
        written = {key: _written(report.words, number) for key, number in numbers.items()}
        return report.words.translate(WHAT_IF_TEXTS[kind]).format(title=report.text(title), **written)

    for key, changed in variation.thresholds.items():
        criterion = saved.criterion(key)
        yield told("threshold", criterion.title, changed=changed, stated=criterion.threshold_on(on))
    for each in saved.classes:
        if each.id in variation.at_least:
            yield told("at_least", each.title, changed=variation.at_least[each.id], stated=each.at_least)
    for key in variation.without:
        yield told("without", saved.criterion(key).title)


def _written(words: Words, value: float | None) -> str:
    if value is None:
        return words.translate("none in force")
    return str(format_decimal(value, format="#,##0.######", locale=words.language))
