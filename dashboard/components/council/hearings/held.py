"""Hearings that were held, as the register tells them, and what became of their proposals."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.places import ask_area, ask_level, is_within
from dashboard.components.council.hearings.planned import hearing_type_title
from dashboard.components.council.shares import share_text
from dashboard.components.data.plain import plain
from dashboard.components.long_table import Heading, long_table
from dashboard.i18n import in_language
from indicators.councils.hearings import hearing_counts, hearings_held, proposal_shares, published_shares
from indicators.councils.shares import LACKS_TEXTS

COUNTS = ("n_hearings", "n_published", "proposals_voiced", "proposals_accepted", "proposals_answered")
SHARES = ("accepted", "answered", "published")
"""What is told in percent."""


def show_held(desk: Desk) -> None:
    """Show the hearings of an area up to the day of the page, and the indicators of its parts."""
    tell = desk.words.translate
    hearings = hearings_held(desk.book.register.hearings, on=desk.on.on)
    area_column, level_column = st.columns([3, 1])
    with area_column:
        area = ask_area(desk)
    with level_column:
        level = ask_level(desk, area)
    own = hearings[is_within(desk, hearings["area_code"], area)]
    if own.empty:
        st.info(tell("The register has no hearing here up to {day}.").format(day=desk.day(desk.on.on)))
        return
    _show_figures(desk, outcome_by_area(desk, own, int(desk.areas.loc[area, "admin_level"])).loc[area])
    text = tell("Hearings held from {first} to {last}, as the register tells them.")
    st.caption(text.format(first=desk.day(own["held_on"].min()), last=desk.day(own["held_on"].max())))
    _show_areas(desk, outcome_by_area(desk, own, level), level, area)
    _show_hearings(desk, own)


def outcome_by_area(desk: Desk, hearings: pd.DataFrame, level: int) -> pd.DataFrame:
    """Return what hearings came to in each area of a level.

    Args:
        desk: of the page.
        hearings: as :func:`indicators.councils.hearings.hearings_held` returns them.
        level: number of the level.

    Returns:
        :data:`COUNTS` and, in percent, ``<share>_lowest`` and ``<share>_highest`` of :data:`SHARES`, by area
        code; the two are the same where the share is told, and missing where its denominator is. With
        ``lacks``, keys of what keeps a percentage from being told, separated by commas.
    """
    on = desk.on.on
    territory = desk.book.territory(on, level)
    homes, codes = territory.homes(hearings["area_code"]), territory.codes
    shares = {
        "accepted": proposal_shares(hearings, homes, codes, of="proposals_accepted"),
        "answered": proposal_shares(hearings, homes, codes, of="proposals_answered"),
        "published": published_shares(hearings, homes, codes, on=on),
    }
    by_area = {name: table.set_index("area_code") for name, table in shares.items()}
    counts = hearing_counts(hearings, homes, codes, on=on)
    bounds = {f"{name}_{end}": table[end] for name, table in by_area.items() for end in ("lowest", "highest")}
    lacks = pd.concat([table["lacks"].fillna("") for table in by_area.values()], axis=1)
    joined = [
        ",".join(dict.fromkeys(key for each in row for key in each.split(",") if key))
        for row in lacks.to_numpy()
    ]
    return counts[list(COUNTS)].assign(**bounds, lacks=joined)


def lacks_text(desk: Desk, keys: str) -> str:
    """Return why a percentage is not told, in words."""
    tell = desk.words.translate
    return " ".join(tell(LACKS_TEXTS[key]) for key in keys.split(",") if key)


def _merged(listed: Iterable[str]) -> str:
    """Return lists of keys as one in which each comes once."""
    return ",".join(dict.fromkeys(key for each in listed for key in each.split(",") if key))


def _show_figures(desk: Desk, row: pd.Series) -> None:
    tell = desk.words.translate
    columns = st.columns(4)
    columns[0].metric(tell("Hearings held"), desk.words.whole(row["n_hearings"]))
    shown = {
        "accepted": (tell("Proposals taken into account"), row["proposals_accepted"]),
        "answered": (tell("Proposals answered"), row["proposals_answered"]),
        "published": (tell("Outcomes made public"), row["n_published"]),
    }
    for column, (name, (label, count)) in zip(columns[1:], shown.items(), strict=True):
        column.metric(label, bounds_of(desk, row, name) or _counted(desk, count))
    if row["lacks"]:
        st.caption(plain(lacks_text(desk, row["lacks"])))


def bounds_of(desk: Desk, row: pd.Series, share: str) -> str:
    """Return a share in percent or the bounds it lies in; empty where it has no denominator.

    Args:
        desk: of the page.
        row: of :func:`outcome_by_area`.
        share: one of :data:`SHARES`.
    """
    bounds = row[f"{share}_lowest"], row[f"{share}_highest"]
    return "" if any(map(pd.isna, bounds)) else share_text(desk.words, *bounds)


def _counted(desk: Desk, count: float) -> str:
    return desk.words.translate("not known") if pd.isna(count) else desk.words.whole(count)


def _show_areas(desk: Desk, by_area: pd.DataFrame, level: int, area: str) -> None:
    words, tell = desk.words, desk.words.translate
    shown = by_area[by_area["n_hearings"] > 0]
    rows = shown.assign(
        area=shown.index.map(desk.names),
        why=[lacks_text(desk, keys) for keys in shown["lacks"]],
        **{share: [bounds_of(desk, row, share) or "–" for _, row in shown.iterrows()] for share in SHARES},
    ).sort_values("area")
    plural = in_language(words.pack.level(level).plural, words.language)
    st.subheader(tell("By area: {level}").format(level=plural), anchor=False)
    headings = {
        "area": Heading(tell("Area")),
        "n_hearings": Heading(tell("Hearings"), 0),
        "proposals_voiced": Heading(tell("Proposals voiced"), 0),
        "accepted": Heading(tell("Taken into account")),
        "answered": Heading(tell("Answered")),
        "published": Heading(tell("Made public")),
        "why": Heading(tell("Why it is not told exactly")),
    }
    long_table(words, rows, headings, key="hearings.areas", label=tell("Hearings by area"))
    codes = by_area.index.to_series()
    n_without = int((is_within(desk, codes, area) & (by_area["n_hearings"] == 0)).sum())
    st.caption(tell("Areas without a hearing in the register: {n}.").format(n=desk.words.whole(n_without)))


def _show_hearings(desk: Desk, hearings: pd.DataFrame) -> None:
    tell = desk.words.translate
    st.subheader(tell("Hearings one by one"), anchor=False)
    latest = hearings.sort_values("held_on", ascending=False)
    rows = latest.assign(
        held_on=latest["held_on"].map(desk.day),
        area=latest["area_code"].map(desk.names).fillna(latest["area_code"]),
        type=[hearing_type_title(desk, key) for key in latest["hearing_type"]],
        holder=latest["body_id"].map(desk.titles).fillna(tell("no body")),
        published=[tell("not known") if day is None else desk.day(day) for day in latest["published_on"]],
    )
    headings = {
        "held_on": Heading(tell("Held on")),
        "area": Heading(tell("Area")),
        "type": Heading(tell("Type of hearing")),
        "topic": Heading(tell("Topic")),
        "holder": Heading(tell("Held by")),
        "proposals_voiced": Heading(tell("Proposals voiced"), 0),
        "proposals_accepted": Heading(tell("Taken into account"), 0),
        "proposals_answered": Heading(tell("Answered"), 0),
        "published": Heading(tell("Outcome made public")),
    }
    long_table(desk.words, rows, headings, key="hearings.list", label=tell("Hearings held"))
