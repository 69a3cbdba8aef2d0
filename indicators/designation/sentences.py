"""An assessment in whole sentences of the interface's languages.

Every text is a sentence of its own and no text is put into another but names, numbers and dates, so that
each language can inflect as it must.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from babel import Locale
from babel.numbers import format_decimal

from config.i18n import N_, day, number, translations
from indicators.catalogue import Catalogue
from indicators.cells import METHOD_TEXTS
from indicators.designation.adjustments import Adjustment, Grace, Neighbours
from indicators.designation.assess import Assessment
from indicators.designation.basis import ReferenceBasis
from indicators.designation.statistics import STATISTICS
from indicators.designation.trace import CriterionTrace, row_of

_VERDICTS = {
    True: N_("{criterion}: met."),
    False: N_("{criterion}: not met."),
    None: N_("{criterion}: cannot be told."),
}
_RULES = {
    "<": N_("Rule: below {threshold}."),
    "<=": N_("Rule: at most {threshold}."),
    ">": N_("Rule: above {threshold}."),
    ">=": N_("Rule: at least {threshold}."),
}
_ADJUSTED = {
    "include": N_("A list of the rule names the area."),
    "exclude": N_("A list of the rule excludes the area."),
    "neighbours": N_("The area is in no group of {minimum} or more neighbours that qualify."),
    "enclosed": N_("The area is enclosed by designated areas."),
    "grace": N_("The area keeps an earlier designation; years of grace: {years}."),
}
"""What a rule after the count did to an area."""

_PERHAPS_ADJUSTED = {
    "neighbours": N_("Whether enough neighbours qualify cannot be told; needed: {minimum}."),
    "enclosed": N_("Whether the area is enclosed by designated areas cannot be told."),
    "grace": N_("Whether the area keeps an earlier designation cannot be told; years of grace: {years}."),
}

_BASES = {
    "nation": N_("national value"),
    "parent": N_("value of the area above"),
    "constant": N_("fixed number; source: {source}"),
    "series": N_("external series; source: {source}"),
}
_BASES_WITH_METHODS = {
    "nation": N_("national value: {methods}"),
    "parent": N_("value of the area above: {methods}"),
}
_BASES_WITH_AREAS = {
    "nation": N_("national value: {methods}; areas: {n}"),
    "parent": N_("value of the area above: {methods}; areas: {n}"),
    "areas": N_("simple mean of the areas of the level: {n}"),
}
"""What an area is compared with, as far as it is known how that was made."""

_SHARES = {"ratio", "rank_share", "population_quota"}
"""Statistics that are said in per cent."""


def criterion_sentence(trace: CriterionTrace, *, language: str, catalogue: Catalogue, currency: str) -> str:
    """Return what a trace says: whether the criterion is met, of what values, by which rule, how clearly.

    Args:
        trace: of one area and criterion.
        language: of ``config.i18n.LANGUAGES``.
        catalogue: what the indicators are.
        currency: of the pack.
    """
    return " ".join(_Telling(trace, language, catalogue, currency).sentences())


def area_sentence(assessment: Assessment, area_code: str, *, language: str) -> str:
    """Return the class of an area and why it is in it.

    Raises:
        NothingKnownError: the assessment has no such area.
    """
    return " ".join(_of_area(assessment, row_of(assessment, area_code), language))


def basis_text(basis: ReferenceBasis, *, language: str, catalogue: Catalogue) -> str:
    """Return in words how a reference was made."""
    tell = translations(language).gettext
    methods = ", ".join(tell(METHOD_TEXTS[each]) for each in basis.methods)
    weight = "" if basis.weight is None else catalogue[basis.weight].title[language]
    return tell(_basis_template(basis)).format(
        methods=methods, n=basis.n_areas, weight=weight, source=basis.source
    )


def _basis_template(basis: ReferenceBasis) -> str:
    if basis.weight is not None:
        return N_("weighted mean of the areas of the level: {n}; weight: {weight}")
    if basis.n_areas is not None:
        return _BASES_WITH_AREAS[basis.to]
    return (_BASES_WITH_METHODS if basis.methods else _BASES)[basis.to]


@dataclass(frozen=True)
class _Telling:
    """One criterion being told."""

    trace: CriterionTrace
    language: str
    catalogue: Catalogue
    currency: str

    def sentences(self) -> Iterator[str]:
        criterion = self.trace.criterion
        yield self._say(_VERDICTS[self.trace.is_met], criterion=criterion.title[self.language])
        yield from self._value()
        yield from self._reference()
        yield from self._statistic()
        yield from self._periods()
        if self.trace.threshold is None:
            yield self._say(N_("No threshold is in force on this day."))
        else:
            yield self._say(_RULES[criterion.operator], threshold=self._threshold(self.trace.threshold))
        yield from self._margin()

    def _say(self, template: str, **words: object) -> str:
        return translations(self.language).gettext(template).format(**words)

    def _value(self) -> Iterator[str]:
        trace = self.trace
        if trace.value is not None:
            decimals = _places(trace.margin, self._decimals)
            said = {
                "period": trace.decisive_period or _span(trace),
                "value": self._amount(trace.value, decimals),
            }
            yield self._say(_value_template(trace), **said)
        elif trace.criterion.score is not None:
            yield self._say(N_("The score is missing: so is a value it is made of."))
        elif not trace.periods:
            yield self._say(N_("There are no data that are recent enough."))
        elif trace.n_periods == 1:
            is_partial = any(each.value is not None for each in trace.periods)
            template = N_("Values are missing in {period}.") if is_partial else N_("No value in {period}.")
            yield self._say(template, period=_span(trace))

    def _reference(self) -> Iterator[str]:
        trace = self.trace
        if trace.reference_basis is None:
            return
        if trace.reference is not None:
            basis = basis_text(trace.reference_basis, language=self.language, catalogue=self.catalogue)
            reference = self._amount(trace.reference, self._decimals)
            yield self._say(N_("Reference: {reference} ({basis})."), reference=reference, basis=basis)
        elif trace.n_periods == 1:
            yield self._say(N_("The reference is missing."))

    def _statistic(self) -> Iterator[str]:
        trace, registered = self.trace, STATISTICS[self.trace.criterion.statistic]
        if registered.id == "value":
            return
        title = translations(self.language).gettext(registered.title)
        said = {"statistic": title[:1].upper() + title[1:]}
        if trace.statistic is not None:
            yield self._say("{statistic}: {figure}.", figure=self._figure(trace.statistic), **said)
        elif trace.statistic_lowest is not None and trace.statistic_highest is not None:
            ends = {"lowest": trace.statistic_lowest, "highest": trace.statistic_highest}
            figures = {name: self._figure(end) for name, end in ends.items()}
            yield self._say(N_("{statistic}: from {lowest} to {highest}."), **figures, **said)

    def _periods(self) -> Iterator[str]:
        trace = self.trace
        if trace.n_periods == 1:
            return
        said = {"lowest": trace.periods_met_lowest, "n": trace.n_periods, "needed": trace.periods_needed}
        if trace.periods_met_lowest == trace.periods_met_highest:
            yield self._say(N_("Periods that meet the rule: {lowest} of {n}; needed: {needed}."), **said)
        else:
            ranging = N_("Periods that meet the rule: from {lowest} to {highest} of {n}; needed: {needed}.")
            yield self._say(ranging, highest=trace.periods_met_highest, **said)

    def _margin(self) -> Iterator[str]:
        trace = self.trace
        if trace.margin is None:
            return
        template = _margin_template(trace)
        pct = 0.0 if trace.margin_pct is None else abs(trace.margin_pct)
        said = number(pct, decimals=_places(pct, 1), code=self.language)
        yield self._say(template, margin=self._difference(abs(trace.margin)), pct=said)

    def _threshold(self, threshold: float) -> str:
        statistic = self.trace.criterion.statistic
        shown = threshold * 100 if statistic in _SHARES else threshold
        text = format_decimal(shown, format="#,##0.####", locale=Locale.parse(self.language))
        if statistic in _SHARES:
            return f"{text} %"
        return f"{text} {self._unit}".strip() if statistic == "value" else text

    def _figure(self, statistic: float) -> str:
        trace = self.trace
        if trace.criterion.statistic not in _SHARES:
            return number(statistic, decimals=0, code=self.language)
        distance = (trace.margin_pct or 0.0) * (trace.threshold or 0.0)
        return f"{number(100 * statistic, decimals=_places(distance, 1), code=self.language)} %"

    def _amount(self, value: float, decimals: int) -> str:
        return f"{number(value, decimals=decimals, code=self.language)} {self._unit}".strip()

    def _difference(self, size: float) -> str:
        unit = self._unit
        if (indicator_id := self.trace.criterion.indicator) and self.catalogue[
            indicator_id
        ].unit == "percent":
            unit = self._say(N_("percentage points"))
        figure = number(size, decimals=_places(size, self._decimals), code=self.language)
        return f"{figure} {unit}".strip()

    @property
    def _unit(self) -> str:
        indicator_id = self.trace.criterion.indicator
        if indicator_id is None:
            return ""
        return self.catalogue.unit_label(indicator_id, self.language, currency=self.currency)

    @property
    def _decimals(self) -> int:
        indicator_id = self.trace.criterion.indicator
        return 2 if indicator_id is None else self.catalogue[indicator_id].decimals


def _places(difference: float | None, decimals: int) -> int:
    """Return how many decimals to show so that a difference is seen, however small."""
    return max(decimals, -math.floor(math.log10(abs(difference)))) if difference else decimals


def _span(trace: CriterionTrace) -> str:
    return "–".join(dict.fromkeys(each.period for each in (*trace.periods[:1], *trace.periods[-1:])))


def _value_template(trace: CriterionTrace) -> str:
    if trace.criterion.score is not None:
        return N_("Score: {value}.")
    if trace.decisive_period is not None:
        return N_("The rule turns on {period}: {value}.")
    return N_("Value in {period}: {value}.") if len(trace.periods) == 1 else N_("Mean of {period}: {value}.")


def _margin_template(trace: CriterionTrace) -> str:
    if STATISTICS[trace.criterion.statistic].is_ranking:
        return N_("Distance from the nearest area on the other side of the line: {margin}.")
    if not trace.margin:
        return N_("Exactly at the threshold.")
    if trace.margin_pct is None:
        beyond, short = N_("Beyond the threshold by {margin}."), N_("Short of the threshold by {margin}.")
    else:
        beyond = N_("Beyond the threshold by {margin}, {pct} % of it.")
        short = N_("Short of the threshold by {margin}, {pct} % of it.")
    return beyond if trace.margin > 0 else short


def _of_area(assessment: Assessment, row: int, language: str) -> Iterator[str]:
    tell = translations(language).gettext
    yield _class_sentence(assessment, row, language)
    if n := len(assessment.profile.criteria):
        lowest, highest = int(assessment.outcome.lowest[row]), int(assessment.outcome.highest[row])
        ranging = N_("Criteria met: from {lowest} to {highest} of {n}.")
        counted = N_("Criteria met: {lowest} of {n}.") if lowest == highest else ranging
        yield tell(counted).format(lowest=lowest, highest=highest, n=n)
    is_told = not assessment.outcome.designated.is_missing[row]
    for applied in assessment.outcome.applied:
        if applied.changed[row]:
            yield _adjustment_sentence(applied.adjustment, tell, is_told=is_told)
    if not assessment.is_in_force:
        template = N_("The rule is not in force on this day, {day}: this is what it would say.")
        yield tell(template).format(day=day(assessment.on, code=language))


def _class_sentence(assessment: Assessment, row: int, language: str) -> str:
    labels = assessment.outcome.classes.labels
    possible = np.flatnonzero(labels.possibly[row])
    titles = ", ".join(assessment.profile.classes[n].title[language] for n in possible)
    is_told = not labels.is_missing[row].any()
    template = N_("Class: {titles}.") if is_told else N_("The class cannot be told; possible are: {titles}.")
    return translations(language).gettext(template).format(titles=titles)


def _adjustment_sentence(adjustment: Adjustment, tell: Callable[[str], str], *, is_told: bool) -> str:
    template = _ADJUSTED[adjustment.rule] if is_told else _PERHAPS_ADJUSTED[adjustment.rule]
    minimum = adjustment.minimum_areas if isinstance(adjustment, Neighbours) else None
    years = adjustment.years if isinstance(adjustment, Grace) else None
    return tell(template).format(minimum=minimum, years=years)
