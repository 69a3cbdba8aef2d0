"""Found a body: its type, the area it serves and its id, then as any other is changed."""

from __future__ import annotations

from itertools import count

import streamlit as st

from dashboard.components.council.body.cell_words import CellWords
from dashboard.components.council.body.editing.bench import bench_of, keep_bench, kept_bench
from dashboard.components.council.body.editing.editor import editor
from dashboard.components.council.desk import Desk
from dashboard.components.data.form import Form
from dashboard.names import area_labels
from dashboard.register_keeping import found_body
from geodata.councils.register import Register


def found_body_form(desk: Desk) -> None:
    """Ask for type, area and id of a new body, and show the editor of it."""
    tell, form = desk.words.translate, Form(f"found.{desk.country}")
    body_type = form.select(
        "type",
        tell("Type of body"),
        list(desk.councils.body_types),
        words=desk.type_title,
        placeholder=tell("Choose"),
    )
    if body_type is None:
        return
    labels = area_labels(desk.areas, desk.words.language)
    area_code = form.select(
        f"area.{body_type}",
        tell("Area"),
        _areas_of(desk, body_type),
        words=labels.__getitem__,
        placeholder=tell("Choose areas, or type to search"),
    )
    if area_code is None:
        return
    known = set(desk.book.register.bodies["body_id"])
    body_id = form.text(
        f"id.{body_type}.{area_code}",
        tell("Id of the body"),
        default=proposed_id(body_type, area_code, known),
    )
    if not body_id or body_id in known:
        st.warning(tell("Give it an id that no body of the register has."))
        return
    bench = kept_bench(desk.country, body_id)
    if bench is None:
        kept = found_body(body_id, body_type=body_type, area_code=area_code)
        bench = bench_of(kept, Register.empty())
        keep_bench(desk.country, bench)
    editor(CellWords(desk), bench)


def proposed_id(body_type: str, area_code: str, known: set[str]) -> str:
    """Return an id that no body has: area and type, with a number where there is such a one.

    >>> proposed_id("court", "A1", {"A1-court"})
    'A1-court-2'
    """
    first = f"{area_code}-{body_type}"
    later = (f"{first}-{number}" for number in count(2))
    return first if first not in known else next(each for each in later if each not in known)


def _areas_of(desk: Desk, body_type: str) -> list[str]:
    """Return the areas that bodies of a type may serve, in alphabetical order."""
    kind = desk.councils.body_types[body_type]
    levels = {level.number: level.id for level in desk.words.pack.levels}
    facts = desk.areas.reindex(columns=["admin_level", "area_type"])
    fits = [
        kind.may_serve(levels[level], area_type)
        for level, area_type in zip(facts["admin_level"], facts["area_type"], strict=True)
    ]
    labels = area_labels(desk.areas, desk.words.language)
    fitting = set(facts.index[fits])
    return [code for code in labels.index if code in fitting]
