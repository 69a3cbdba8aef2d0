"""A body as somebody means to compose it: what is asked, how it stands in the address and in a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

import tomli_w
from pydantic import Field

from config.i18n import LANGUAGES, N_, translations
from config.loader import ConfigError, ConfigModel, parse_toml
from geodata.councils.composition_rules import (
    BodyComposition,
    ChairTerm,
    CompositionPack,
    SexShare,
    StatutorySeats,
)
from geodata.councils.pack import CouncilPack, Key
from geodata.councils.pack import StatutorySeats as LawSeats
from geodata.councils.participation import Day
from geodata.packs import Texts
from indicators.councils.composition_change import LARGEST_BODY

OTHERS = "others"
"""Seats of no type of their own, where such a body may have any."""

OTHERS_TEXT, MEMBERS_TEXT = N_("Others"), N_("Members")
LARGEST_POPULATION = 1_000_000_000
LONGEST_TEXT = 20_000
"""Characters of a body as TOML."""

FACTS = {
    "women": "women",
    "men": "men",
    "unknown": "sex_not_known",
    "chair": "chair_since",
    "seats": "statutory_seats",
    "residents": "residents",
}
"""Names in the address and the fields they are of."""

_COUNTED = re.compile(r"(?P<seat_type>[a-z][a-z0-9_]*):(?P<count>[0-9]{1,4})")
_STATED = re.compile(r"(?P<fact>[a-z]+)=(?P<value>[0-9-]{1,10})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

StatedDay = Annotated[Day, Field(strict=True)]
"""No number of seconds."""
Count = Annotated[int, Field(ge=0, le=LARGEST_BODY, strict=True)]


class MadeBody(ConfigModel):
    """A body as somebody means to compose it, or a file of one."""

    body_type: Key
    """A key of :func:`offered_forms`."""
    members: dict[Key, Count] = Field(default_factory=dict)
    """How many of each seat type."""
    women: Count = 0
    men: Count = 0
    sex_not_known: Count = 0
    chair_since: StatedDay | None = None
    statutory_seats: Annotated[int, Field(ge=1, le=LARGEST_BODY, strict=True)] | None = None
    residents: Annotated[int, Field(ge=1, le=LARGEST_POPULATION, strict=True)] | None = None
    """Of the area it serves, for the seats that the law's table has for so many."""
    on: StatedDay | None = None
    """The day whose rules are meant; the address has it elsewhere."""

    @property
    def n(self) -> int:
        """All members."""
        return sum(self.members.values())

    @property
    def n_by_sex(self) -> int:
        """Women, men and those whose sex is not known."""
        return self.women + self.men + self.sex_not_known


@dataclass(frozen=True, eq=False)
class Form:
    """What is asked of bodies of a type."""

    body_type: str
    rules: BodyComposition
    councils: CouncilPack

    @property
    def title(self) -> Texts:
        """What such bodies are called."""
        known = self.councils.body_types.get(self.body_type)
        return self.rules.title if known is None else known.title

    @cached_property
    def seat_types(self) -> tuple[str, ...]:
        """The seat types that are counted: those the rules name, those it may have, and others if any may."""
        known = self.councils.body_types.get(self.body_type)
        own = () if known is None else known.seat_types
        return tuple(dict.fromkeys([*self.rules.seat_types, *(own or [OTHERS])]))

    @cached_property
    def seat_titles(self) -> Mapping[str, Texts]:
        """What all seat types are called."""
        text = MEMBERS_TEXT if self.seat_types == (OTHERS,) else OTHERS_TEXT
        others = {code: translations(code).gettext(text) for code in LANGUAGES}
        return {OTHERS: others} | {key: each.title for key, each in self.councils.seat_types.items()}

    @property
    def asks_sex(self) -> bool:
        """Whether a rule is on women and men."""
        return self._has(SexShare)

    @property
    def asks_chair(self) -> bool:
        """Whether a rule is on the chair."""
        return self._has(ChairTerm)

    @property
    def asks_seats(self) -> bool:
        """Whether a rule is on the seats by law."""
        return self._has(StatutorySeats)

    @property
    def has_seat_table(self) -> bool:
        """Whether the law's table has seats for such bodies."""
        return any(row.body_type == self.body_type for row in self.councils.statutory_seats)

    @property
    def area_type(self) -> str | None:
        """The kind of area that such bodies serve; None where they may serve several, or any."""
        known = self.councils.body_types.get(self.body_type)
        return known.area_types[0] if known is not None and len(known.area_types) == 1 else None

    def _has(self, kind: type) -> bool:
        return any(isinstance(rule, kind) for rule in self.rules.rules)


Forms = Mapping[str, Form]


def offered_forms(composition: CompositionPack, councils: CouncilPack) -> dict[str, Form]:
    """Return what is asked by type of body, for the types that have rules.

    Rules on bodies that are in no register are their own type.
    """
    return {
        key: Form(key, body, councils)
        for own, body in composition.bodies.items()
        for key in body.body_types or (own,)
    }


def made_to_text(made: MadeBody) -> str:
    """Return a body as a short text: ``services_commission;civil_society:3;others:2;women=3;men=2``."""
    counted = [f"{seat_type}:{count}" for seat_type, count in made.members.items() if count]
    stated = [f"{name}={value}" for name, field in FACTS.items() if (value := getattr(made, field))]
    return ";".join([made.body_type, *counted, *stated])


def made_from_text(text: str, forms: Forms) -> MadeBody:
    """Read what :func:`made_to_text` wrote.

    Raises:
        ValueError: something in it is no such thing, is said twice or is none of what is asked.
    """
    body_type, *parts = text.split(";")
    facts: dict[str, object] = {}
    members: dict[str, int] = {}
    for part in parts:
        if found := _COUNTED.fullmatch(part):
            _add(members, found["seat_type"], int(found["count"]))
        elif (found := _STATED.fullmatch(part)) and found["fact"] in FACTS:
            _add(facts, FACTS[found["fact"]], _value(found["value"]))
        else:
            raise ValueError(f"expected parts such as deputy:3 or women=4, got {part!r}")
    made = MadeBody.model_validate({"body_type": body_type, "members": members, **facts})
    if faults := [*_misfits(made, forms)]:
        raise ValueError("; ".join(faults))
    return made


def made_from_toml(text: str, forms: Forms, *, name: str) -> MadeBody:
    """Read a body as :func:`made_to_toml` writes it.

    Raises:
        ConfigError: it is too long or no TOML, or has missing, unknown or ill-typed keys, or the country has
            no such type of body or of seat; all are listed.
    """
    made = parse_toml(text, MadeBody, name=name, longest=LONGEST_TEXT)
    if faults := [*_misfits(made, forms)]:
        raise ConfigError(name, faults)
    return made


def made_to_toml(made: MadeBody) -> str:
    """Return a body as TOML, without what says no more than the default."""
    return tomli_w.dumps(made.model_dump(exclude_defaults=True))


def table_row(made: MadeBody, form: Form, on: date) -> LawSeats | None:
    """Return what the law's table has for the residents; None where it has nothing, or they are not told."""
    if made.residents is None or not form.has_seat_table:
        return None
    return form.councils.seats_for(form.body_type, made.residents, on=on, area_type=form.area_type)


def _add(known: dict[str, int] | dict[str, object], key: str, value: int | date) -> None:
    if key in known:
        raise ValueError(f"expected {key} once, got it again")
    known[key] = value


def _value(text: str) -> int | date:
    return date.fromisoformat(text) if _DAY.fullmatch(text) else int(text)


def _misfits(made: MadeBody, forms: Forms) -> Iterator[str]:
    if (form := forms.get(made.body_type)) is None:
        yield f"key body_type: expected one of {', '.join(forms)}, got {made.body_type!r}"
        return
    for seat_type in made.members:
        if seat_type not in form.seat_types:
            yield f"key members: expected seats of {', '.join(form.seat_types)}, got {seat_type!r}"
