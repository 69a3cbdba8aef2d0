"""What a person does to a draft: each change leaves it a rule that says what it said elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from config.i18n import N_
from dashboard.components.designation.editor.draft import Items, Table, without
from dashboard.components.designation.editor.naming import free_id, in_every_language
from dashboard.i18n import in_language
from indicators.catalogue import Indicator
from indicators.designation.profile import POPULATION, Profile
from indicators.designation.statistics import STATISTICS

REFERENCES: dict[str, Table] = {
    "whole": {"to": "nation"},
    "weighted": {"to": "nation", "mean": "weighted", "weight": POPULATION},
    "simple": {"to": "nation", "mean": "simple"},
    "parent": {"to": "parent"},
    "constant": {"to": "constant"},
}
"""What a criterion may be compared with, as it is written when chosen."""
SCORE_REFERENCES = ("simple", "constant")
SERIES = "series"
"""A reference of its own numbers by period; it is written as text."""

ADJUSTMENTS: dict[str, Table] = {
    "include": {},
    "exclude": {},
    "neighbours": {"minimum_areas": 2},
    "enclosed": {},
    "grace": {"years": 1},
}
"""What a rule may do after the criteria are counted, as it is written when added."""


def blank_draft() -> Table:
    """Return a rule with two classes and nothing else."""
    designated = {"id": "lagging", "title": in_every_language(N_("Lagging")), "is_designated": True}
    rest = {"id": "none", "title": in_every_language(N_("Not lagging")), "is_designated": False}
    return {"source": "own", "classes": [designated | {"at_least": 1}, rest]}


def titles_of_copy(profile: Profile) -> dict[str, str]:
    """Return what a copy of a profile is called until it is given a name."""
    return in_every_language(N_("Copy of {title}"), title=profile.title)


def new_criterion(indicator: Indicator, criteria: Items) -> Table:
    """Return a criterion about an indicator: worse than the nation by a threshold still to be given."""
    return {
        "id": free_id(indicator.id, {each["id"] for each in criteria}, separator="_"),
        "title": dict(indicator.title),
        "indicator": indicator.id,
        "statistic": "ratio",
        "reference": REFERENCES["whole"],
        "operator": ">" if indicator.direction == "lower_is_better" else "<",
    }


def without_criterion(draft: Table, place: int) -> Table:
    """Return a draft without a criterion, which no class counts any more either."""
    gone = draft["criteria"][place]["id"]
    criteria = without(draft["criteria"], place)
    classes = [_uncounted(each, gone) for each in draft["classes"]]
    return {**draft, "criteria": criteria, "classes": classes}


def _uncounted(each: Table, criterion_id: str) -> Table:
    """Return a class that does not name a criterion; one that named no other has no condition left."""
    kept = {**each}
    for name in ("of", "required"):
        if criterion_id in kept.get(name, ()):
            kept[name] = [other for other in kept[name] if other != criterion_id]
    if kept.get("of") == []:
        kept.pop("at_least", None)
    return {key: value for key, value in kept.items() if value != []}


def with_measured(criterion: Table, measured: tuple[str, str]) -> Table:
    """Return a criterion about something else.

    Args:
        criterion: of a draft.
        measured: ``("indicator", id)`` or ``("score", id)``.
    """
    kind, measured_id = measured
    kept = {key: value for key, value in criterion.items() if key not in ("indicator", "score")}
    if support := kept.get("support"):
        kept["support"] = {"measure": support["measure"]}
    if kind == "score":
        kept.pop("window", None)
        if reference_kind(kept.get("reference")) not in (None, *SCORE_REFERENCES):
            kept["reference"] = REFERENCES["simple"]
    return {**kept, kind: measured_id}


def with_statistic(criterion: Table, statistic_id: str) -> Table:
    """Return a criterion with another statistic, and with what that one needs."""
    before, known = STATISTICS[criterion.get("statistic", "value")], STATISTICS[statistic_id]
    needless = {
        "reference": not known.needs_reference,
        "worst": not known.is_ranking,
        "crossing": statistic_id != "population_quota",
    }
    kept = {key: value for key, value in criterion.items() if not needless.get(key)}
    if known.needs_reference:
        kept.setdefault("reference", REFERENCES["simple" if "score" in kept else "whole"])
    if known.is_ranking and not before.is_ranking:
        # A ranking counts from the worst: the first places are those that are met.
        worst = "highest" if kept["operator"].startswith(">") else "lowest"
        kept |= {"worst": worst, "operator": "<="}
    return {**kept, "statistic": statistic_id}


def reference_kind(reference: Mapping[str, object] | None) -> str | None:
    """Return the key of ``REFERENCES`` that a reference is of, ``SERIES`` for a series."""
    if reference is None:
        return None
    return str(reference.get("mean", "whole") if reference["to"] == "nation" else reference["to"])


def with_take(window: Table | None, take: str) -> Table:
    """Return a window whose mean, or each period of which, is tested."""
    kept = {k: v for k, v in (window or {}).items() if k not in ("minimum_periods", "at_least", "take")}
    return kept | ({"take": "each", "at_least": kept.get("periods", 1)} if take == "each" else {})


def with_periods(window: Table | None, periods: int) -> Table:
    """Return a window of so many periods, of which no more are needed than there are."""
    kept = {**(window or {}), "periods": periods}
    needed = {key: min(kept[key], periods) for key in ("minimum_periods", "at_least") if key in kept}
    return kept | needed


def with_threshold(criterion: Table, value: float | None) -> Table:
    """Return a criterion with another first threshold, which is no longer as a law writes it."""
    first, *others = criterion.get("thresholds") or [{}]
    dates = {key: each for key, each in first.items() if key in ("valid_from", "valid_to")}
    changed = dates if value is None else {"value": value, **dates}
    thresholds = [each for each in (changed, *others) if each]
    rest = {key: each for key, each in criterion.items() if key != "thresholds"}
    return rest | ({"thresholds": thresholds} if thresholds else {})


def new_class(classes: Items) -> Items:
    """Return classes with one more, before the rest."""
    *others, rest = classes
    titles = in_every_language(N_("New class"))
    added = {"id": free_id("class", {each["id"] for each in classes}, separator="_"), "title": titles}
    return [*others, {**added, "is_designated": False, "at_least": 1}, rest]


def can_move(items: Items, place: int, by: int, *, last_stays: bool = False) -> bool:
    """Whether an item may take the place ``by`` further down."""
    return 0 <= place + by < len(items) - last_stays


def new_score(scores: Mapping[str, Table] | None) -> dict[str, Table]:
    """Return scores with one more, still without parts."""
    known = dict(scores or {})
    fresh = {
        "title": in_every_language(N_("New score")),
        "normalisation": "min_max",
        "aggregation": "weighted_mean",
    }
    return known | {free_id("score", known, separator="_"): fresh}


def new_adjustment(rule: str, classes: Items) -> Table:
    """Return a rule that is applied after the criteria are counted, to the first designated class."""
    designated = next((each["id"] for each in classes if each["is_designated"]), None)
    return {"rule": rule, **({"designation": designated} if designated else {}), **ADJUSTMENTS[rule]}


def with_listed(areas: Items | None, codes: list[str], names: Mapping[str, str]) -> Items:
    """Return a list of areas with these codes, in this order; places without a code stay on it.

    Args:
        areas: the list so far.
        codes: of the areas it should name.
        names: of the country's areas, by code.
    """
    known = {each["code"]: each for each in areas or [] if "code" in each}
    chosen = [known.get(code, {"code": code, "name": names.get(code, code)}) for code in codes]
    return [*chosen, *(each for each in areas or [] if "code" not in each)]


def short_title(table: Mapping[str, Mapping[str, str]], language: str) -> str:
    """Return what a part of a draft is called, its id where it has no title yet."""
    titles = table.get("title")
    if not titles:
        return str(table.get("id", ""))
    return in_language({"en": next(iter(titles.values())), **titles}, language)
