"""What the bodies of the demonstration country do: meetings, reports and hearings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from geodata.councils.pack import CouncilPack, ReportDuty
from geodata.councils.periods import report_period_days
from geodata.demo.council_bodies import Body, chosen, random_day
from geodata.demo.council_members import MONTH_DAYS, Row
from geodata.demo.council_settings import CouncilDraws, Delivery, Diligence, Hearings, Meetings

SELDOM = 3
"""Of how many meetings a body that meets seldom holds one."""

LATEST_DAYS = 75
"""How late reports may be."""

HEARING_DAYS = 730
"""How far back hearings go."""

PUBLISHED_DAYS = 30
"""How long after a hearing its outcome is published at the latest."""


@dataclass(frozen=True)
class Work:
    """What the work of bodies is drawn from."""

    councils: CouncilPack
    draws: CouncilDraws

    def meetings(self, body: Body, members: Sequence[Row], rng: np.random.Generator) -> list[Row]:
        """Return the rows of a body's meetings; none where the register does not list them."""
        model = body.draw.meetings
        if model is None:
            return []
        candour = rng.beta(2, 1)
        held = ((day, _seated_on(day, body, members)) for day in self._days(body, model, rng))
        return [
            {"body_id": body.body_id, "held_on": day, "kind": model.kind}
            | self._attendance(n_seated, rng)
            | self._decisions(candour, rng)
            for day, n_seated in held
            if n_seated > 0
        ]

    def _days(self, body: Body, model: Meetings, rng: np.random.Generator) -> list[date]:
        state = chosen(model.diligence, rng)
        step = model.every_months * MONTH_DAYS
        count = round(model.years * 12 / model.every_months)
        ago = step * (np.arange(count) + rng.uniform(0.1, 0.9, count))
        days = [self.draws.as_of - timedelta(days=int(each)) for each in ago]
        return [day for day in self._kept(days, state, body) if body.founded_on <= day <= body.until]

    def _kept(self, days: list[date], state: Diligence, body: Body) -> list[date]:
        if state == "unlisted":
            return []
        if state == "seldom":
            return days[::SELDOM]
        if state == "idle":
            active_months = self.councils.body_types[body.draw.body_type].active_within_months or 12
            since = self.draws.as_of - timedelta(days=round((active_months + 1) * MONTH_DAYS))
            return [day for day in days if day < since]
        return days

    def _attendance(self, n_seated: int, rng: np.random.Generator) -> Row:
        present = int(rng.binomial(n_seated, self.draws.attendance_share))
        return {} if rng.random() < self.draws.unknown.attendance else {"n_present": present}

    def _decisions(self, candour: float, rng: np.random.Generator) -> Row:
        decisions = int(rng.poisson(self.draws.mean_decisions))
        published = int(rng.binomial(decisions, candour))
        told: Row = {"decisions": decisions}
        return (
            told if rng.random() < self.draws.unknown.decisions else told | {"decisions_published": published}
        )

    def reports(self, body: Body, rng: np.random.Generator) -> Iterator[Row]:
        """Yield the rows of the reports on periods at whose end the body was there, delivered or not."""
        for duty in self.councils.duties_of(body.draw.body_type):
            if (weights := body.draw.reports.get(duty.report_type)) is None:
                continue
            for period in self.draws.report_periods[duty.report_type]:
                state = chosen(weights, rng)
                delivered_on = self._delivery(duty, period, state, rng)
                if state != "unlisted" and _is_there_at_the_end_of(body, period):
                    yield {
                        "body_id": body.body_id,
                        "report_type": duty.report_type,
                        "period": period,
                        "delivered_on": delivered_on,
                    }

    def _delivery(
        self, duty: ReportDuty, period: str, state: Delivery, rng: np.random.Generator
    ) -> date | None:
        """Return the day of delivery; None for a report not delivered, or not by the day of the register."""
        due_on = duty.due_on(period)
        if state in {"missing", "unlisted"} or due_on is None:
            return None
        _, end = report_period_days(period)
        late = due_on + timedelta(days=1), due_on + timedelta(days=LATEST_DAYS)
        in_time = end + timedelta(days=1), due_on
        delivered_on = random_day(*(late if state == "late" else in_time), rng)
        return delivered_on if delivered_on <= self.draws.as_of else None

    def hearings(self, body: Body, rng: np.random.Generator) -> list[Row]:
        """Return the rows of the hearings in the area of a body, at most one a day."""
        model = body.draw.hearings
        if model is None or body.dissolved_on is not None or rng.random() >= model.share:
            return []
        ago = rng.choice(HEARING_DAYS, rng.integers(*model.per_body, endpoint=True), replace=False)
        days = [self.draws.as_of - timedelta(days=int(each)) for each in ago]
        return [self._hearing(body, day, model, rng) for day in days if day >= body.founded_on]

    def _hearing(self, body: Body, held_on: date, model: Hearings, rng: np.random.Generator) -> Row:
        types = list(model.topics)
        hearing_type = types[rng.integers(len(types))]
        topics = model.topics[hearing_type]
        published_on = held_on + timedelta(days=int(rng.integers(1, PUBLISHED_DAYS, endpoint=True)))
        is_published = rng.random() < model.published_share and published_on <= self.draws.as_of
        return {
            "body_id": None if rng.random() < model.without_body_share else body.body_id,
            "area_code": body.area["area_code"],
            "hearing_type": hearing_type,
            "topic": topics[rng.integers(len(topics))],
            "held_on": held_on,
            "published_on": published_on if is_published else None,
            **self._proposals(model, rng),
        }

    def _proposals(self, model: Hearings, rng: np.random.Generator) -> Row:
        voiced = int(rng.poisson(model.mean_proposals))
        accepted = int(rng.binomial(voiced, model.accepted_share))
        answered = accepted + int(rng.binomial(voiced - accepted, model.answered_share))
        told: Row = {"proposals_voiced": voiced}
        if rng.random() < self.draws.unknown.proposals:
            return told
        return told | {"proposals_accepted": accepted, "proposals_answered": answered}


def _seated_on(day: date, body: Body, members: Sequence[Row]) -> int:
    """Return how many sat in a body on a day: of an earlier term, or without a list, all its seats."""
    if not members or day < body.term[0]:
        return body.n_seats
    return sum(_sits(member, day) for member in members)


def _sits(member: Row, day: date) -> bool:
    first, last = member["term_from"], member["term_to"]
    return isinstance(first, date) and isinstance(last, date) and first <= day <= last


def _is_there_at_the_end_of(body: Body, period: str) -> bool:
    _, end = report_period_days(period)
    return body.founded_on <= end <= body.until
