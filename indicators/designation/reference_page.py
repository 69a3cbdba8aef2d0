"""The reference of designation profiles and of what they are built from, as Markdown made from the data."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import get_args

from config.i18n import LANGUAGES
from config.loader import ConfigModel
from indicators.designation.adjustments import Adjustment
from indicators.designation.profile import (
    ConstantReference,
    Criterion,
    DesignationClass,
    NationReference,
    Profile,
    Reference,
    SeriesReference,
)
from indicators.designation.scores import NORMALISATIONS
from indicators.designation.statistics import STATISTICS

HEADER = """# Designation profiles

<!-- Made from config/profiles by `make docs`; do not edit. -->

A profile is one TOML file: criteria, each a statistic compared with a dated threshold; classes, which count
criteria; adjustments, which add or take areas afterwards. What is missing is neither met nor not met: a class
is told only where it is the same whatever the missing values turn out to be.

"""


def profiles_page(profiles: Iterable[Profile]) -> str:
    """Return the page: every profile, then the statistics, normalisations and adjustments there are."""
    sections = "\n".join(_section(profile) for profile in profiles)
    return f"{HEADER}{sections}\n{_primitives()}"


def _section(profile: Profile) -> str:
    titles = " · ".join(profile.title[language] for language in LANGUAGES)
    facts = "\n".join(f"- {name}: {text}" for name, text in _facts(profile))
    return f"## {profile.id}\n\n{titles}\n\n{profile.description['en']}\n\n{facts}\n{_criteria(profile)}"


def _criteria(profile: Profile) -> str:
    if not profile.criteria:
        return ""
    rows = "\n".join(f"| `{each.id}` | {_test(each)} | {_thresholds(each)} |" for each in profile.criteria)
    return f"\n| criterion | what is compared | threshold |\n|---|---|---|\n{rows}\n"


def _facts(profile: Profile) -> Iterator[tuple[str, str]]:
    basis = profile.legal_basis
    yield "legal basis", f"[{basis.title}]({basis.link})" if basis.link else basis.title
    dated = (("in force from", basis.effective_from), ("in force until", basis.effective_to))
    yield from ((name, day.isoformat()) for name, day in dated if day)
    if basis.replaced_by:
        yield "replaced by", basis.replaced_by
    if not profile.can_be_run:
        yield "source", "pending: its numbers are not at hand, it cannot be run"
    yield "classes", "; ".join(_class(each) for each in profile.classes)
    for each in profile.adjustments:
        yield f"adjustment `{each.rule}`", each.reference or f"to `{each.designation}`"
    for note in profile.notes:
        yield note.kind.replace("_", " "), note.text["en"]


def _class(each: DesignationClass) -> str:
    conditions = [f"at least {each.at_least} of {len(each.of) or 'all'}"] if each.at_least else []
    conditions += [", ".join(f"`{name}`" for name in each.required)] if each.required else []
    rest = "by the adjustments" if each.is_designated else "the rest"
    mark = "**" if each.is_designated else ""
    return f"{mark}{each.title['en']}{mark} ({' and '.join(conditions) or rest})"


def _test(criterion: Criterion) -> str:
    measured = f"`{criterion.indicator}`" if criterion.indicator else f"score `{criterion.score}`"
    against = f", {_reference(criterion.reference)}" if criterion.reference else ""
    return f"{STATISTICS[criterion.statistic].title} of {measured}{against}{_window(criterion)}"


def _reference(reference: Reference) -> str:
    match reference:
        case NationReference(mean="whole"):
            return "against the country"
        case NationReference():
            return f"against the {reference.mean} mean of the areas"
        case ConstantReference():
            return f"against {reference.value:g}"
        case SeriesReference():
            return f"against {reference.title['en']}"
        case _:
            return "against the area above"


def _window(criterion: Criterion) -> str:
    window, unit = criterion.window, {"A": "years", "Q": "quarters", "M": "months"}
    if window.at_least is not None:
        return f", in {window.at_least} of the last {window.periods} {unit[window.frequency]}"
    return f", mean of {window.periods} {unit[window.frequency]}" if window.periods > 1 else ""


def _thresholds(criterion: Criterion) -> str:
    return "; ".join(
        f"{criterion.operator} {each.value:g}"
        + (f" from {each.valid_from}" if each.valid_from else "")
        + (f" until {each.valid_to}" if each.valid_to else "")
        for each in criterion.thresholds
    )


def _primitives() -> str:
    statistics = _table("statistic", ((each.id, each.function) for each in STATISTICS.values()))
    normalisations = _table("normalisation", NORMALISATIONS.items())
    adjustments = _table(
        "adjustment",
        ((get_args(each.model_fields["rule"].annotation)[0], each) for each in _adjustment_rules()),
    )
    return f"## What profiles are built from\n\n{statistics}\n{normalisations}\n{adjustments}"


def _adjustment_rules() -> tuple[type[ConfigModel], ...]:
    return get_args(get_args(Adjustment)[0])


def _table(name: str, rows: Iterable[tuple[str, object]]) -> str:
    lines = "\n".join(f"| `{key}` | {_summary(each)} |" for key, each in rows)
    return f"| {name} | what it does |\n|---|---|\n{lines}\n"


def _summary(documented: object) -> str:
    return (inspect.getdoc(documented) or "").partition("\n\n")[0].replace("\n", " ")
