"""Time the public coverage of councils beside a loop over members: ``python benchmarks/council_coverage.py``.

The goals for the demonstration country (1 600 bodies, 20 000 members, 5 000 areas): one type within 1.5 s,
all types within 10 s. The loop is what a script would do, in plain Python, for each area of each level: it
finds the members whose body serves the area or a part of it, and counts women and seats. That is two of a
dozen measures, with nothing hidden; its time is scaled up from a sample of areas.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
from timing import show, show_head, timed

from dashboard.councils import POPULATION, CouncilBook, public_rows
from geodata.councils.pack import load_council_pack
from geodata.demo import generate_demo, load_demo_settings
from geodata.packs import load_pack, pack_folders
from indicators.councils.reporting import reports_on

SEED = 1
SAMPLE = 20


def main() -> None:
    """Print seconds, peak memory and the ratio to the loop."""
    show_head()
    book = made_up()
    last_day = book.last_day
    if last_day is None:
        raise LookupError("expected a register with meetings")
    day = book.on_day(last_day)
    reports = reports_on(day, book.councils)
    rows_of = partial(public_rows, book, day, reports)
    for key in ("rural_council", "aksakal_court", "monitoring_group"):
        show(f"public rows of {key}", partial(rows_of, key), loop_seconds(book, day.members, key))
    show("public rows of all types", lambda: [rows_of(key) for key in (*book.councils.body_types, None)])


def made_up() -> CouncilBook:
    """Return the demonstration country with its register."""
    folder = pack_folders()["demo"]
    pack, councils = load_pack(folder), load_council_pack(folder)
    if councils is None:
        raise LookupError("expected a pack with councils")
    country = generate_demo(SEED, pack, load_demo_settings(folder))
    observations = country.observations
    return CouncilBook(
        pack=pack,
        councils=councils,
        composition=None,
        register=country.register,
        areas=country.areas.set_index("area_code", drop=False),
        population=observations[observations["indicator_id"] == POPULATION],
    )


def loop_seconds(book: CouncilBook, members: pd.DataFrame, body_type: str) -> float:
    """Return how many seconds a loop over all areas takes, by a sample of them."""
    of_type = members[members["body_type"] == body_type].to_dict("records")
    parents = book.areas["parent_code"].dropna().to_dict()
    sampled = book.areas["area_code"].iloc[:: len(book.areas) // SAMPLE]
    seconds = timed(lambda: [counted(code, of_type, parents) for code in sampled])
    return seconds * len(book.areas) / len(sampled)


def counted(area_code: str, members: list[dict[str, object]], parents: Mapping[str, str]) -> tuple[int, int]:
    """Return how many women and members there are in an area."""
    women = n_members = 0
    for member in members:
        above: object = member["served_code"]
        while above is not None and above != area_code:
            above = parents.get(str(above))
        if above == area_code:
            n_members += 1
            women += member["sex"] == "f"
    return women, n_members


if __name__ == "__main__":
    main()
