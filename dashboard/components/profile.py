"""An area's profile: what it is, and all its indicators beside its parent and the country."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import pandas as pd

from config.i18n import N_
from dashboard.components.html_table import Cell, table_html
from dashboard.components.remarks import remark
from dashboard.components.words import Words
from dashboard.i18n import in_language
from dashboard.names import area_names
from indicators.cells import METHOD_TEXTS

GEOMETRY_WORDS = {
    "official": N_("official boundary"),
    "schematic": N_("schematic boundary, drawn from points"),
    "none": N_("no boundary loaded"),
}
URBAN_RURAL_WORDS = {"urban": N_("urban"), "rural": N_("rural")}


def ancestry(areas: pd.DataFrame, area_code: str) -> list[str]:
    """Return the codes from the country down to the area itself."""
    chain = [area_code]
    while pd.notna(parent := areas.loc[chain[0], "parent_code"]):
        chain.insert(0, str(parent))
    return chain


def compared_codes(areas: pd.DataFrame, area_code: str) -> list[str]:
    """Return the area itself, its parent and the country, each once."""
    chain = ancestry(areas, area_code)
    return list(dict.fromkeys([area_code, *chain[-2:-1], chain[0]]))


def facts(words: Words, areas: pd.DataFrame, area_code: str) -> str:
    """Return what the area is, as HTML: level, type, size, boundary, registration."""
    area = areas.loc[area_code]
    tell = words.translate
    types = {each.id: in_language(each.name, words.language) for each in words.pack.area_types}
    level = in_language(words.pack.level(int(area["admin_level"])).name, words.language)
    stated = [
        types.get(area.get("area_type"), level),
        tell("code {code}").format(code=area_code),
        tell(GEOMETRY_WORDS[area.geometry_status]),
    ]
    if pd.notna(area.get("urban_rural")):
        stated.append(tell(URBAN_RURAL_WORDS[area.urban_rural]))
    if pd.notna(area["area_km2"]):
        size = words.whole(area["area_km2"])
        stated.append(tell("{size} km² within the boundary").format(size=size))
    if pd.notna(area.get("map_registration_number")):
        stated.append(tell("map no. {number}").format(number=area["map_registration_number"]))
    return f"<p>{escape(' · '.join(stated))}</p>"


def profile_table(
    words: Words,
    *,
    values: pd.DataFrame,
    areas: pd.DataFrame,
    area_code: str,
    sources: Mapping[int, str],
) -> str:
    """Return the indicators of an area beside its parent and the country, as HTML.

    Args:
        words: how the visit reads.
        values: of all indicators, for the area, its parent and the country.
        areas: all areas of the country, indexed by code.
        area_code: the area.
        sources: what each dataset cites, by its id.
    """
    tell = words.translate
    names = area_names(areas, words.language)
    columns = compared_codes(areas, area_code)
    head = [
        Cell(tell("Indicator")),
        *(Cell(str(names[code]), is_number=True) for code in columns),
        Cell(tell("Unit")),
        Cell(tell("Period")),
        Cell(tell("Method and source"), is_long=True),
    ]
    own = values[values["area_code"] == area_code].dropna(subset="value")
    latest = own.groupby("indicator_id").tail(1).set_index("indicator_id")
    beside = values.set_index(["indicator_id", "area_code", "period"])["value"]
    groups = {
        group.title[words.language]: [
            _row(words, latest.loc[each.id], beside, columns, sources)
            for each in words.catalogue.in_group(group_id)
            if each.stage is None and each.id in latest.index
        ]
        for group_id, group in words.catalogue.groups.items()
    }
    caption = tell("All indicators of {area}").format(area=names[area_code])
    return table_html(caption, head, {title: rows for title, rows in groups.items() if rows})


def _row(
    words: Words,
    latest: pd.Series,
    beside: pd.Series[float],
    columns: list[str],
    sources: Mapping[int, str],
) -> list[Cell]:
    indicator_id, period = str(latest.name), latest["period"]
    address = {
        "area": columns[0],
        "country": words.pack.code,
        "lang": words.language,
        "indicator": indicator_id,
    }
    method = words.translate(METHOD_TEXTS[latest.method])
    cited = sources.get(latest["dataset_id"], "") if pd.notna(latest["dataset_id"]) else ""
    place = latest["source_ref"] if pd.notna(latest["source_ref"]) else ""
    return [
        Cell(words.title(indicator_id), href="/profile?" + urlencode(address)),
        *(
            Cell(words.value(beside.get((indicator_id, code, period)), indicator_id), is_number=True)
            for code in columns
        ),
        Cell(words.unit(indicator_id)),
        Cell(str(period)),
        Cell(
            "; ".join(each for each in (method, cited, place) if each), remark=remark(latest, words.translate)
        ),
    ]
