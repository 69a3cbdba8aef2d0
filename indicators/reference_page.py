"""The indicator reference, as Markdown made from the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from config.i18n import LANGUAGES
from indicators.catalogue import Catalogue, Indicator, staged_id
from indicators.formulas import FORMULAS

HEADER = """# Indicators

<!-- Made from config/indicators by `make docs`; do not edit. -->

"""


def reference_page(catalogue: Catalogue) -> str:
    """Return the page: every indicator by group, then the formulas."""
    groups = "\n".join(_group(catalogue, group) for group in catalogue.groups if catalogue.in_group(group))
    formulas = "\n".join(f"| `{each.id}` | {each.expression} |" for each in FORMULAS.values())
    return f"{HEADER}{groups}\n## Formulas\n\n| formula | computes |\n|---|---|\n{formulas}\n"


def _group(catalogue: Catalogue, group: str) -> str:
    shown = (indicator for indicator in catalogue.in_group(group) if indicator.stage_of is None)
    sections = "\n".join(_section(catalogue, indicator) for indicator in shown)
    return f"## {catalogue.groups[group].title['en']}\n\n{sections}"


def _section(catalogue: Catalogue, indicator: Indicator) -> str:
    facts = "\n".join(f"- {name}: {text}" for name, text in _facts(catalogue, indicator))
    return f"### {indicator.id}\n\n{_titles(indicator)}\n\n{indicator.description['en']}\n\n{facts}\n"


def _titles(indicator: Indicator) -> str:
    return " · ".join(indicator.title[language] for language in LANGUAGES)


def _facts(catalogue: Catalogue, indicator: Indicator) -> Iterator[tuple[str, str]]:
    yield "unit", catalogue.unit_label(indicator.id, "en", currency="currency")
    yield "direction", indicator.direction.replace("_", " ")
    if formula := indicator.formula_entry:
        yield "formula", f"`{formula.id}` — {formula.expression}"
        yield "inputs", ", ".join(f"`{each}`" for each in indicator.inputs)
        yield from ((name, str(value)) for name, value in indicator.parameters.items())
    if indicator.parts:
        yield "where not published, sum of", ", ".join(f"`{each}`" for each in indicator.parts)
    for stage in indicator.stages:
        staged = catalogue[staged_id(indicator.id, stage)]
        yield f"also {stage}", f"`{staged.id}` — {_titles(staged)}"
    yield "going up the levels", _aggregation(indicator)
    yield "missing values", _missing(indicator)
    yield "result type", indicator.result_type
    yield "split by sex", "yes" if indicator.has_sex_split else "no"
    yield "source", catalogue.source_bodies[indicator.source_body].title["en"]
    yield "reference", indicator.reference
    for alert in indicator.alerts:
        yield f"alert {alert.country or ''}", f"{alert.operator} {alert.value:g}: {alert.reference}"
    for each in indicator.breaks:
        yield f"break {each.country or ''} {each.period}", each.note["en"]


def _aggregation(indicator: Indicator) -> str:
    formula = indicator.formula_entry
    text = indicator.aggregation.replace("_", " ")
    if formula is not None and formula.is_over_time:
        text = "formula on the level's own values"
    if indicator.weight:
        published = "" if indicator.aggregation == "weighted_mean" else "; where only published, mean"
        text += f"{published} weighted by `{indicator.weight}`"
    if indicator.minimum_coverage_pct:
        text += f", given from {indicator.minimum_coverage_pct:g} % of the parts"
    return text


def _missing(indicator: Indicator) -> str:
    policy = "stay missing"
    if indicator.missing.policy == "carry_forward":
        years = indicator.missing.max_years
        policy = f"carried forward for {years} years" if years else "carried forward without limit"
    if indicator.fallback_attribute:
        policy += f", else the area's `{indicator.fallback_attribute}`"
    if indicator.is_national:
        policy += ", else the value of the area above"
    return policy
