"""A list of what is missing: a table with a link in every row, a file, or words where nothing is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import state
from dashboard.components.council.desk import Desk
from dashboard.components.council.gaps.people import is_hidden, shown_people
from dashboard.components.council.gaps.places import PATH_SEPARATOR, area_paths
from dashboard.components.file_button import CSV, file_button
from dashboard.components.long_table import Heading, long_table
from dashboard.export.gaps import GapReport, gap_csv

NAME, PATH, LINK = "name", "path", "link"
"""Columns of the table that every list has."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Listing:
    """Rows that may be published as they are, except for small numbers of people."""

    key: str
    """Of the list: in the names of file and widget."""
    title: str
    of: Literal["area", "body"]
    """What a row is of, which names it."""
    rows: pd.DataFrame
    """``area_code``, ``body_id`` (missing where there is none to look at) and the columns of ``headings``."""
    headings: Mapping[str, Heading]
    people: tuple[str, ...] = ()
    """The columns with numbers of people."""
    stated: Mapping[str, object] = field(default_factory=dict)
    """What the rows depend on beside the day and the data, by the name of a column of the file."""
    file_columns: tuple[str, ...] = ()
    """What only the file has."""
    missing: str | None = None
    """What stands where nothing is; “no data” by default."""
    n_untold: int = 0
    """Of how many it cannot be told whether they are missing something."""
    is_selectable: bool = False


def show_listing(desk: Desk, area: str, listing: Listing) -> str | None:
    """Show a list and offer it as a file; return the label of the row that is selected.

    Args:
        desk: of the page.
        area: whose list it is.
        listing: its rows.
    """
    tell = desk.words.translate
    if listing.rows.empty:
        _say_nothing(desk, listing)
        return None
    selected = long_table(
        desk.words,
        table_rows(desk, listing),
        table_headings(desk, listing),
        key=f"gaps.{listing.key}",
        label=listing.title,
        is_selectable=listing.is_selectable,
        missing=listing.missing,
    )
    file_button(
        tell("Table (CSV)"),
        lambda: gap_csv(gap_report(desk, area, listing), file_rows(desk, listing)),
        f"{desk.country}-{listing.key}-{desk.on.on}.csv",
        CSV,
    )
    return selected


def table_rows(desk: Desk, listing: Listing) -> pd.DataFrame:
    """Return the rows with name, path and link, as the table shows them."""
    rows = listing.rows
    hidden = {column: shown_people(desk, rows[column]) for column in listing.people}
    above = area_paths(desk, rows["area_code"])
    names = rows["area_code"].map(desk.names).fillna(rows["area_code"])
    if listing.of == "area":
        return rows.assign(**hidden, **{NAME: names, PATH: above, LINK: links(desk, rows)})
    paths = (above + PATH_SEPARATOR).where(above != "", "") + names
    titles = rows["body_id"].map(desk.titles)
    return rows.assign(**hidden, **{NAME: titles, PATH: paths, LINK: links(desk, rows)})


def table_headings(desk: Desk, listing: Listing) -> dict[str, Heading]:
    """Return the columns of the table."""
    tell = desk.words.translate
    name, path = (tell("Area"), tell("Part of")) if listing.of == "area" else (tell("Body"), tell("Area"))
    own = {
        key: Heading(each.title, written=desk.people) if key in listing.people else each
        for key, each in listing.headings.items()
    }
    link = Heading(tell("More"), link_text=tell("Open"))
    return {NAME: Heading(name), PATH: Heading(path), **own, LINK: link}


def links(desk: Desk, rows: pd.DataFrame) -> pd.Series[str]:
    """Return where each row leads: to the sheet of its body, else to the profile of its area."""
    here = state.link("part", "body", "gap")
    profile = profile_url(desk)
    found = [
        f"{profile}&{urlencode({'area': area})}"
        if pd.isna(body)
        else f"{here}&{urlencode({'part': 'body', 'body': body})}"
        for body, area in zip(rows["body_id"], rows["area_code"], strict=True)
    ]
    return pd.Series(found, index=rows.index, dtype="str")


def profile_url(desk: Desk) -> str:
    """Return the address of the page of an area, to which the area is appended."""
    return "/profile?" + urlencode({"country": desk.country, "lang": desk.words.language})


def gap_report(desk: Desk, area: str, listing: Listing) -> GapReport:
    """Return what a list says about itself in a file."""
    level = int(desk.areas.loc[area, "admin_level"])
    return GapReport(
        words=desk.words,
        title=listing.title,
        area=area,
        on=desk.on.on,
        codes=pd.Index(listing.rows["area_code"].unique(), dtype="str"),
        stated=listing.stated,
        areas=desk.areas,
        data_version=desk.data_version,
        boundary_version=desk.store.boundary_version(desk.country, level),
        made_at=datetime.now(UTC),
        sources=desk.sources,
    )


def file_rows(desk: Desk, listing: Listing) -> pd.DataFrame:
    """Return the rows as the file has them: small numbers of people are empty, and said to be hidden."""
    rows = listing.rows[["area_code", "body_id", *listing.headings, *listing.file_columns]]
    rows = rows.assign(body_title=rows["body_id"].map(desk.titles))
    for column in listing.people:
        hidden = is_hidden(desk, rows[column])
        rows = rows.assign(**{column: rows[column].mask(hidden), f"{column}_hidden": hidden})
    return rows


def show_figures(figures: Mapping[str, str]) -> None:
    """Show a few figures in a row."""
    for column, (label, figure) in zip(st.columns(len(figures)), figures.items(), strict=True):
        column.metric(label, figure)


def _say_nothing(desk: Desk, listing: Listing) -> None:
    tell = desk.words.translate
    if listing.n_untold:
        text = tell("Nothing is known to be missing; of how many it cannot be told: {n}.")
        st.info(text.format(n=desk.words.whole(listing.n_untold)))
    else:
        st.success(tell("Nothing is missing here."))
