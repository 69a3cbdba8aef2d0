"""What ``aimak council check`` answers with: the composition of bodies, rule by rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from config.errors import AimakError
from config.i18n import SOURCE_LANGUAGE
from config.loader import read_text
from dashboard.commands.council_place import NoCouncilsError, Registry, composition_pack, council_pack
from dashboard.components.council.checker.judgement import (
    MARKS,
    Judgement,
    contradictions,
    judge,
)
from dashboard.components.council.checker.made import Form, Forms, made_from_toml, offered_forms
from dashboard.councils import CouncilBook, body_titles
from geodata.councils.composition_rules import CompositionPack
from geodata.councils.workbook import read_register
from geodata.problems import Problem, refuse_on_errors
from indicators.councils.composition import Composition, RuleResult
from indicators.councils.composition_register import compositions
from indicators.councils.on_day import OnDay
from indicators.councils.seats import body_seats

TOML, WORKBOOK = ".toml", ".xlsx"
NO_MEMBERS = "The register has no list of its members."
ORDER = {False: 0, None: 1, True: 2}
"""Of verdicts in a list."""


class UnknownTargetError(AimakError):
    """What is to be checked is no file, no body and no area."""


@dataclass(frozen=True, eq=False, kw_only=True)
class CheckedBody:
    """A body and what the rules say of it."""

    title: str
    body_type: str
    judged: Judgement | None
    """None where the register does not list its members."""
    tells_numbers: bool = True
    """Whether numbers of people may be told: those of a file are its owner's, those of a register are not."""
    body_id: str | None = None
    area_code: str | None = None

    @property
    def verdict(self) -> bool | None:
        """Whether all rules are met; None where that cannot be told."""
        return None if self.judged is None else self.judged.verdict

    @property
    def verdict_text(self) -> str:
        """The verdict in words."""
        return NO_MEMBERS if self.judged is None else self.judged.verdict_text

    @property
    def rules(self) -> list[tuple[RuleResult, str]]:
        """What is told of each rule, with a sentence."""
        if self.judged is None:
            return []
        sentences = self.judged.sentences(SOURCE_LANGUAGE, with_counts=self.tells_numbers)
        return list(zip(self.judged.results, sentences, strict=True))

    @property
    def change(self) -> str | None:
        """What would have to change, in a sentence; None where it is not told."""
        if self.judged is None or not self.tells_numbers:
            return None
        return self.judged.change_sentence(SOURCE_LANGUAGE) or None


@dataclass(frozen=True, eq=False, kw_only=True)
class Checked:
    """The bodies that were asked for."""

    on: date
    bodies: Sequence[CheckedBody]
    without_rules: int = 0
    """Bodies of types that no rule is on."""
    problems: Sequence[Problem] = ()
    """Of a workbook."""

    @property
    def is_right(self) -> bool:
        """Whether every rule of every body is met, and a workbook has no errors."""
        has_errors = any(problem.severity == "error" for problem in self.problems)
        return not has_errors and all(body.verdict for body in self.bodies)


def check(target: str, country: str | None, *, on: date | None, today: date) -> Checked:
    """Check a file, a body or the bodies of an area.

    Args:
        target: the name of a file, a ``body_id`` or the code of an area.
        country: a code; without, the active country.
        on: the day; without, that of the file, else the last of which the register tells, else ``today``.
        today: the day of the command.

    Raises:
        AimakError: of whatever is not there or cannot be read.
    """
    composition, path = composition_pack(country), Path(target)
    if path.suffix.lower() == TOML:
        forms = offered_forms(composition, council_pack(country))
        return _check_file(path, forms, on=on, today=today)
    registry = Registry.of(country)
    if path.suffix.lower() == WORKBOOK:
        return _check_workbook(path, registry, composition, on=on, today=today)
    return _check_code(target, registry, composition, on=registry.day(on, today))


def records(checked: Checked) -> dict[str, object]:
    """Return what was checked for JSON."""
    return {
        "on": checked.on,
        "is_right": checked.is_right,
        "without_rules": checked.without_rules,
        "problems": [
            {"severity": each.severity, "rule": each.rule.id, "text": each.describe()}
            for each in checked.problems
        ],
        "bodies": [_record(body) for body in checked.bodies],
    }


def lines(checked: Checked) -> Iterator[str]:
    """Yield the bodies as a person reads them, those that are not right first."""
    for body in sorted(checked.bodies, key=lambda each: ORDER[each.verdict]):
        known = f" ({body.body_id})" if body.body_id else ""
        yield f"{MARKS[body.verdict]} {body.title}{known}: {body.verdict_text}"
        for result, sentence in body.rules:
            yield f"  {MARKS[result.is_met]} {sentence}"
        if body.change:
            yield f"  → {body.change}"


def remarks(checked: Checked) -> Iterator[str]:
    """Yield the day, and how many bodies there are of each verdict."""
    verdicts = [body.verdict for body in checked.bodies]
    yield (
        f"rules in force on {checked.on}: {verdicts.count(True)} right, {verdicts.count(False)} not, "
        f"{verdicts.count(None)} cannot be told"
    )
    if checked.without_rules:
        yield f"bodies of types without rules: {checked.without_rules}"


def _record(body: CheckedBody) -> dict[str, object]:
    return {
        "body_id": body.body_id,
        "body_type": body.body_type,
        "area_code": body.area_code,
        "title": body.title,
        "is_composed": body.verdict,
        "told": body.verdict_text,
        "rules": [
            {
                "rule": result.rule.kind,
                "is_met": result.is_met,
                "sentence": sentence,
                "reference": result.rule.reference,
            }
            for result, sentence in body.rules
        ],
        "change": body.change,
    }


def _check_file(path: Path, forms: Forms, *, on: date | None, today: date) -> Checked:
    made = made_from_toml(read_text(path), forms, name=path.name)
    form, day = forms[made.body_type], on or made.on or today
    refuse_on_errors(contradictions(made, form, day))
    body = CheckedBody(
        title=form.title[SOURCE_LANGUAGE], body_type=form.body_type, judged=judge(made, form, day)
    )
    return Checked(on=day, bodies=[body])


def _check_workbook(
    path: Path, registry: Registry, composition: CompositionPack, *, on: date | None, today: date
) -> Checked:
    book = registry.book
    draft = read_register(path, book.pack, book.councils, book.areas)
    filled = replace(registry, book=replace(book, register=draft.register))
    day = filled.book.on_day(filled.day(on, today))
    checked = _checked(filled, composition, day, tells_numbers=True)
    return replace(checked, problems=draft.problems)


def _check_code(code: str, registry: Registry, composition: CompositionPack, *, on: date) -> Checked:
    day = registry.book.on_day(on)
    asked = day.bodies["body_id"] == code
    if code in registry.areas.index:
        territory = registry.book.territory(on, registry.book.pack.levels[0].number)
        asked |= territory.nearest_of(day.bodies["area_code"], [code]).notna()
    if not asked.any():
        raise UnknownTargetError(_unknown(code, registry, on))
    some = replace(
        day,
        bodies=day.bodies[asked],
        members=day.members[day.members["body_id"].isin(day.bodies.loc[asked, "body_id"])],
    )
    checked = _checked(registry, composition, some, tells_numbers=False)
    if not checked.bodies:
        raise NoCouncilsError(f"the pack has no rules on the composition of what is asked for: {code}")
    return checked


def _unknown(code: str, registry: Registry, on: date) -> str:
    if code in registry.areas.index:
        return f"expected an area with a body on {on}, got {code}, which has none"
    if (registry.book.register.bodies["body_id"] == code).any():
        return f"expected a body that there is on {on}, got {code}, which was founded later or dissolved"
    return (
        f"expected a file ({TOML} or {WORKBOOK}), a body of the register or the code of an area, got {code!r}"
    )


def _checked(registry: Registry, rules: CompositionPack, day: OnDay, *, tells_numbers: bool) -> Checked:
    """Return the bodies of ``day`` that rules are on, checked."""
    book, types = registry.book, day.bodies["body_type"]
    titles = body_titles(book, registry.words(SOURCE_LANGUAGE))
    forms = offered_forms(rules, book.councils)
    known = day.bodies[types.isin([key for body in rules.bodies.values() for key in body.body_types])]
    composed = compositions(day, chair_role=rules.chair_role, statutory_seats=_seats(book, day))
    bodies = [
        CheckedBody(
            title=titles[row.body_id],
            body_type=row.body_type,
            judged=_judged(forms[row.body_type], composed.get(row.body_id), day.on),
            tells_numbers=tells_numbers,
            body_id=row.body_id,
            area_code=row.area_code,
        )
        for row in known.itertuples(index=False)
    ]
    return Checked(on=day.on, bodies=bodies, without_rules=len(types) - len(bodies))


def _judged(form: Form, composition: Composition | None, on: date) -> Judgement | None:
    return None if composition is None else Judgement(form, composition, on)


def _seats(book: CouncilBook, day: OnDay) -> dict[str, int]:
    """Return the seats by law, of the register or of the law's table, by body as far as known."""
    territory = book.territory(day.on, book.pack.levels[0].number)
    seats = body_seats(day, book.councils, territory, *book.councils.body_types)
    known = seats.set_index("body_id")["statutory_seats"].dropna()
    return {str(body_id): int(n) for body_id, n in known.items()}
