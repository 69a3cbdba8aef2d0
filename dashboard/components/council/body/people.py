"""How many people sit in a body, as far as it is published."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from config.i18n import N_
from dashboard.components.council.desk import Desk
from dashboard.councils import seats_of
from geodata.councils.pack import StatutorySeats
from indicators.councils.shares import LACKS_TEXTS

SHARED_AREA = N_("The area has several such bodies: their members are published together, not body by body.")
NO_LIST = N_("The register has no list of its members.")
NO_NUMBERS = N_("The area's numbers are not published.")


@dataclass(frozen=True, eq=False)
class People:
    """Members of a body that there is on the day."""

    desk: Desk
    body: pd.Series
    """Its row of the register."""

    @property
    def body_type(self) -> str:
        """Its type."""
        return str(self.body["body_type"])

    @cached_property
    def seats(self) -> pd.Series:
        """Its row of :func:`indicators.councils.seat_publication.published_seats`."""
        seats = seats_of(self.desk.book, self.desk.on, self._rows, self.body_type)
        return seats[seats["body_id"] == self.body["body_id"]].iloc[0]

    @property
    def has_list(self) -> bool:
        """Whether the register has a list of its members."""
        return bool(self.desk.on.has_members(pd.Series([self.body["body_id"]])).iloc[0])

    @property
    def is_under_strength(self) -> bool | None:
        """Whether fewer sit than there are seats; None where it cannot be told or must not."""
        told = self.seats["is_under_strength"]
        return None if pd.isna(told) else bool(told)

    @property
    def tells_members(self) -> bool:
        """Whether the number of its members is public."""
        return bool(self.seats["is_published"]) and pd.notna(self.seats["n_sitting"])

    @property
    def reason(self) -> str:
        """Why its members are not told, in the language of the visit."""
        tell = self.desk.words.translate
        if not self.has_list:
            return tell(NO_LIST)
        too_few = LACKS_TEXTS["small"]
        return tell(too_few if self._is_alone else SHARED_AREA)

    @property
    def law(self) -> StatutorySeats | None:
        """The row of the pack's table that says how many seats it has; None where the register does."""
        if pd.notna(self.body["statutory_seats"]):
            return None
        area = pd.Series([self.body["area_code"]])
        territory = self.desk.book.territory(self.desk.on.on, 0)
        residents, kind = territory.people(area).iloc[0], territory.area_types(area).iloc[0]
        if pd.isna(residents):
            return None
        return self.desk.councils.seats_for(
            self.body_type, residents, on=self.desk.on.on, area_type=None if pd.isna(kind) else str(kind)
        )

    def share(self, measure: str) -> tuple[str, str]:
        """Return a share of the members in words, and why there is none.

        It is that of the area, which is published, where the body is the only one of its type there.

        Args:
            measure: ``women`` or ``youth``.
        """
        tell = self.desk.words.translate
        if not self._is_alone:
            return "–", tell(SHARED_AREA)
        row = self._area_row(measure)
        if row is None:
            return "–", tell(NO_NUMBERS)
        if pd.isna(row["value"]):
            return "–", " ".join(tell(LACKS_TEXTS[key]) for key in str(row["lacks"]).split(","))
        text = tell("{share} % ({part} of {whole})")
        numbers = (self.desk.words.whole(row[column]) for column in ("value", "numerator", "denominator"))
        return text.format(**dict(zip(("share", "part", "whole"), numbers, strict=True))), ""

    @cached_property
    def _rows(self) -> pd.DataFrame:
        return self.desk.public_rows(self.body_type, "settlement")

    @cached_property
    def _is_alone(self) -> bool:
        """Whether it is the only one of its type in its area and the parts of that."""
        code, areas = str(self.body["area_code"]), self.desk.areas
        if code not in areas.index:
            return False
        served = self.desk.on.bodies_of(self.body_type)["area_code"]
        territory = self.desk.book.territory(self.desk.on.on, int(areas.loc[code, "admin_level"]))
        return int((territory.homes(served) == code).sum()) == 1

    def _area_row(self, measure: str) -> pd.Series | None:
        rows = self._rows
        found = rows[(rows["measure"] == measure) & (rows["area_code"] == self.body["area_code"])]
        return None if found.empty else found.iloc[0]
