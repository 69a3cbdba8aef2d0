"""Whether a draft is a sound rule; if not, what is still to be done, in words and with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from config.i18n import LANGUAGES, N_
from config.loader import ConfigError
from dashboard.components.designation.editor.draft import Path, Table, draft_text, found
from dashboard.components.designation.editor.edits import short_title
from dashboard.components.words import Translate
from indicators.designation.profile import Profile, load_profiles
from indicators.designation.profile_text import profile_from_toml

KEY_WORDS = {
    "id": N_("Id"),
    "title": N_("Title"),
    "description": N_("Description"),
    "legal_basis": N_("Legal basis"),
    "link": N_("Link"),
    "text": N_("Text"),
    "indicator": N_("Indicator"),
    "score": N_("Score"),
    "reference": N_("Reference"),
    "source": N_("Source"),
    "weight": N_("Weight"),
    "window": N_("Periods"),
    "thresholds": N_("Threshold"),
    "value": N_("Number"),
    "valid_from": N_("From"),
    "valid_to": N_("To"),
    "components": N_("Parts"),
    "at_least": N_("At least"),
    "areas": N_("Areas"),
    "designation": N_("Class"),
    "support": N_("Support measure"),
}
ITEM_WORDS = {
    "criteria": N_("Criterion {number} “{title}”"),
    "classes": N_("Class {number} “{title}”"),
    "adjustments": N_("Adjustment {number}"),
    "notes": N_("Note {number}"),
}
KIND_WORDS = {
    "missing": N_("is not filled in"),
    "string_too_short": N_("is not filled in"),
    "too_short": N_("is empty"),
    "greater_than": N_("must be above {gt:g}"),
}
"""What is wrong, by pydantic's type of error."""
MESSAGE_WORDS = {
    f"expected a text in each of {', '.join(LANGUAGES)} and no other": N_("must be given in every language"),
    "expected thresholds of which one ends (valid_to) before the next begins": N_(
        "each threshold must end before the next one begins"
    ),
    "expected another normalisation than z_score, half of which is below zero": N_(
        "with a geometric mean choose another normalisation: half of these are below zero"
    ),
}
"""What is wrong, by what the model says where a form can get there; other messages speak for themselves."""


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a draft."""

    path: Path
    text: str
    """In English, with placeholders."""
    said: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A sound profile, or what keeps a draft from being one."""

    profile: Profile | None
    faults: tuple[Fault, ...] = ()


def check(draft: Table) -> Checked:
    """Return what a draft is, with all faults at once."""
    gaps = tuple(_gaps(draft))
    try:
        Profile.model_validate(draft)
    except ValidationError as error:
        named = {each.path for each in gaps}
        others = [_fault(each, draft) for each in error.errors() if each["loc"] or not gaps]
        return Checked(None, (*gaps, *(each for each in others if each.path not in named)))
    return Checked(None, gaps) if gaps else _as_saved(draft)


def _as_saved(draft: Table) -> Checked:
    """Return what reading the text gives, which is what will be saved."""
    try:
        return Checked(profile_from_toml(draft_text(draft), name="draft"))
    except ConfigError as error:
        return Checked(None, tuple(Fault((), _literal(fault)) for fault in error.faults))


def place_words(fault: Fault, draft: Table, translate: Translate, language: str) -> str:
    """Return where a fault is: ``Criterion 2 “Wage”, threshold``."""
    path, told = list(fault.path), []
    if len(path) > 1 and path[0] in ITEM_WORDS and isinstance(path[1], int):
        kind, place = path[0], path[1]
        title = short_title(found(draft, (kind, place)), language)
        told.append(translate(ITEM_WORDS[str(kind)]).format(number=place + 1, title=title))
        path = path[2:]
    elif len(path) > 1 and path[0] == "scores":
        title = short_title(found(draft, ("scores", path[1])), language)
        told.append(f"{translate('Score')} “{title}”")
        path = path[2:]
    told += [translate(KEY_WORDS[key]) for key in map(str, path) if key in KEY_WORDS]
    return ", ".join(told)


def fault_words(fault: Fault, draft: Table, translate: Translate, language: str) -> str:
    """Return a fault with its place as a line of text."""
    place, text = place_words(fault, draft, translate, language), translate(fault.text).format(**fault.said)
    return f"{place}: {text}" if place else text


def _gaps(draft: Table) -> Iterator[Fault]:
    """Yield what a profile would refuse without naming its place, and what only an own one may not have."""
    yield from _id_gaps(draft)
    for place, each in enumerate(draft.get("criteria", ())):
        if not each.get("thresholds"):
            yield Fault(("criteria", place, "thresholds"), N_("is not filled in"))
        if "score" in each and each["score"] not in draft.get("scores", {}):
            yield Fault(("criteria", place, "score"), N_("choose a score of this rule"))
    yield from _class_gaps(draft)
    designated = {each["id"] for each in draft["classes"] if each["is_designated"]}
    for place, each in enumerate(draft.get("adjustments", ())):
        if each.get("designation") not in designated:
            yield Fault(("adjustments", place, "designation"), N_("choose a class that is a designation"))


def _id_gaps(draft: Table) -> Iterator[Fault]:
    if draft.get("id") in load_profiles():
        yield Fault(("id",), N_("a rule that comes with the program has it; choose another"))
    elif "_" in draft.get("id", ""):
        yield Fault(("id",), N_("use small Latin letters, digits and hyphens"))


def _class_gaps(draft: Table) -> Iterator[Fault]:
    criteria, others = len(draft.get("criteria", ())), draft["classes"][:-1]
    for place, each in enumerate(others):
        counted = len(each.get("of", ())) or criteria
        is_rest = not each.get("at_least") and not each.get("required")
        if is_rest and (criteria or len(others) > 1):
            text = N_("say how many criteria it takes, or which ones it requires")
            yield Fault(("classes", place), text)
        elif each.get("at_least", 0) > counted:
            text = N_("at most {count} criteria can be counted")
            yield Fault(("classes", place, "at_least"), text, {"count": counted})


def _fault(detail: ErrorDetails, draft: Table) -> Fault:
    message = detail["msg"].removeprefix("Value error, ")
    text = KIND_WORDS.get(detail["type"]) or MESSAGE_WORDS.get(message) or _literal(message)
    return Fault(_path(detail["loc"], draft), text, detail.get("ctx", {}))


def _literal(text: str) -> str:
    """Return a text whose braces, of quoted values, are no placeholders."""
    return text.replace("{", "{{").replace("}", "}}")


def _path(loc: Path, draft: Table) -> Path:
    """Return where an error is, without the names pydantic gives to kinds of references and adjustments."""
    path: Path = ()
    for part in loc[:-1]:
        path = path if found(draft, (*path, part)) is None else (*path, part)
    return (*path, *loc[-1:])
