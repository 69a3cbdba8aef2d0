"""Fourth step: title, source and licence, and the one transaction; then where to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st

from dashboard.components.data.drafting import renew
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.data.problems_table import problems_html
from dashboard.components.data.wizard import Wizard, navigation, restart
from dashboard.components.words import Words
from dashboard.imports import Target, boundaries_report, table_report
from geodata.problems import ImportRefused
from geodata.store import DatasetInfo, StoreError

VISIT = Form("visit")
"""Answers that hold for every file of a visit."""


def publish_step(wizard: Wizard, words: Words, target: Target) -> None:
    """Ask where the data come from, and publish them."""
    tell, form = words.translate, wizard.form
    if wizard.upload is None:
        return
    told = {
        "title": form.text("title", tell("Title"), default=wizard.upload.name),
        "source": form.text("source", tell("Source: whom to cite")),
        "licence": form.text("licence", tell("Licence: under which terms")),
        "author": VISIT.text("author", tell("Your name, for the log")),
    }
    note = form.text("note", tell("Note, if anything should be remembered"))
    is_ready = all(told.values())
    if not is_ready:
        st.caption(tell("Title, source, licence and your name are needed."))
    if navigation(wizard, tell, label=tell("Publish"), is_ready=is_ready, back="check"):
        _publish(wizard, words, target, told, note)


def _publish(wizard: Wizard, words: Words, target: Target, told: Mapping[str, str], note: str) -> None:
    tell = words.translate
    renew(wizard, tell, target)
    with st.status(tell("Writing everything in one transaction …")) as status:
        try:
            # Known before anything is drawn: a second press must find the file published.
            wizard.dataset_id = _write(wizard, target, told, note)
        except ImportRefused as refusal:
            st.html(problems_html(refusal.problems, tell))
        except StoreError as error:
            st.error(plain(error))
        else:
            wizard.go("done")
            wizard.give_up_file()
        status.update(state="complete" if wizard.dataset_id else "error", expanded=not wizard.dataset_id)
    if wizard.dataset_id:
        st.rerun()


def _write(wizard: Wizard, target: Target, told: Mapping[str, str], note: str) -> int | None:
    author, at = told["author"], datetime.now(UTC)
    if wizard.table:
        info = _info(wizard, told, note, table_report(wizard.table, wizard.layouts))
        return target.publish_table(wizard.table, info, author=author, at=at)
    if wizard.areas and wizard.columns:
        report = boundaries_report(wizard.areas, wizard.columns, wizard.problems)
        info = _info(wizard, told, note, report)
        return target.publish_boundaries(wizard.areas, info, author=author, at=at)
    return None


def _info(wizard: Wizard, told: Mapping[str, str], note: str, report: Mapping[str, object]) -> DatasetInfo:
    name, sha256 = (wizard.upload.name, wizard.upload.sha256) if wizard.upload else ("", "")
    return DatasetInfo(
        title=told["title"],
        source=told["source"],
        licence=told["licence"],
        file_name=name,
        file_sha256=sha256,
        valid_from=wizard.valid_from,
        note=note,
        report=report,
    )


def done_step(wizard: Wizard, words: Words, open_dataset: Callable[[int], None]) -> None:
    """Say what was published and where to go from here; ``open_dataset`` shows a dataset."""
    tell, country = words.translate, words.pack.code
    text = tell("Published as dataset {number}. All pages show it from now on.")
    st.success(text.format(number=wizard.dataset_id), icon=":material/check_circle:")
    here = {"country": country, "lang": words.language}
    with st.container(horizontal=True):
        st.page_link(
            "views/map.py",
            label=tell("See it on the map"),
            icon=":material/map:",
            query_params=here | _shown(wizard),
        )
        st.button(
            tell("The dataset, also to withdraw it"),
            on_click=open_dataset,
            args=(wizard.dataset_id,),
            icon=":material/database:",
        )
        st.button(tell("Bring another file"), on_click=restart, args=(country,), icon=":material/add:")


def _shown(wizard: Wizard) -> dict[str, str]:
    """Return the view of the map that shows what was published."""
    if wizard.table:
        first = wizard.table.observations.iloc[-1]
        return {"indicator": str(first["indicator_id"]), "period": str(first["period"])}
    return {"level": str(wizard.level)}
