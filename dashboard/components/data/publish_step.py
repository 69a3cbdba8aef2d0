"""Fourth step: title, source and licence, and the one transaction; then where to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import streamlit as st

from config.i18n import N_
from dashboard.components.data.drafting import renew
from dashboard.components.data.plain import plain
from dashboard.components.data.problems_table import problems_html
from dashboard.components.data.wizard import Wizard, navigation, restart
from dashboard.components.signing import author_field
from dashboard.components.words import Words
from dashboard.i18n import moment
from dashboard.imports import (
    Target,
    boundaries_report,
    register_report,
    services_report,
    table_report,
)
from geodata.problems import ImportRefused, refuse_on_errors
from geodata.store import DatasetInfo, StaleRegisterError, Store, StoreError

CHANGED_MEANWHILE = N_(
    "{author} changed the body {body} on {moment}, after this file was compared with the register."
)
GONE_MEANWHILE = N_("The body {body} was withdrawn from the register after this file was compared with it.")
COMPARE_AGAIN = N_(
    "Nothing was published, and nothing of the file is lost: go back to the check, see what is different now "
    "and publish again."
)


def publish_step(wizard: Wizard, words: Words, target: Target) -> None:
    """Ask where the data come from, and publish them."""
    tell, form = words.translate, wizard.form
    if wizard.upload is None:
        return
    told = {
        "title": form.text("title", tell("Title"), default=wizard.upload.name),
        "source": form.text("source", tell("Source: whom to cite")),
        "licence": form.text("licence", tell("Licence: under which terms")),
        "author": author_field(words),
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
        except StaleRegisterError as error:
            st.error(plain(stale_text(error, words, target.store)))
        except StoreError as error:
            st.error(plain(error))
        else:
            wizard.go("done")
            wizard.give_up_file()
        status.update(state="complete" if wizard.dataset_id else "error", expanded=not wizard.dataset_id)
    if wizard.dataset_id:
        st.rerun()


def stale_text(error: StaleRegisterError, words: Words, store: Store) -> str:
    """Return in words who has changed a body since the draft was compared with the register."""
    tell = words.translate
    if error.current_dataset_id is None:
        happened = tell(GONE_MEANWHILE).format(body=error.body_id)
    else:
        history = store.register_history(words.pack.code, error.body_id).set_index("dataset_id")
        current = history.loc[error.current_dataset_id]
        at = moment(current["created_at"], words.language)
        happened = tell(CHANGED_MEANWHILE).format(author=current["author"], body=error.body_id, moment=at)
    return f"{happened} {tell(COMPARE_AGAIN)}"


def _write(wizard: Wizard, target: Target, told: Mapping[str, str], note: str) -> int | None:
    """Publish the draft.

    Raises:
        ImportRefused: it has errors by now.
        StoreError: the store cannot be written; nothing is.
    """
    refuse_on_errors(wizard.draft_problems)
    author, at = told["author"], datetime.now(UTC)
    if wizard.register and wizard.comparison:
        return target.publish_register(
            wizard.register,
            _info(wizard, told, note, register_report(wizard.register)),
            base_datasets=wizard.comparison.base_datasets,
            author=author,
            at=at,
        )
    if wizard.services:
        info = _info(wizard, told, note, services_report(wizard.services))
        return target.publish_services(wizard.services, info, author=author, at=at)
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
    with st.container(horizontal=True):
        _next_page(wizard, words)
        st.button(
            tell("The dataset, also to withdraw it"),
            on_click=open_dataset,
            args=(wizard.dataset_id,),
            icon=":material/database:",
        )
        st.button(tell("Bring another file"), on_click=restart, args=(country,), icon=":material/add:")


def _next_page(wizard: Wizard, words: Words) -> None:
    """Link to the page that shows what was published."""
    tell, here = words.translate, {"country": words.pack.code, "lang": words.language}
    if wizard.register:
        label = tell("See it on the page of councils")
        st.page_link("views/councils.py", label=label, icon=":material/groups:", query_params=here)
        return
    shown = here | _shown(wizard)
    st.page_link("views/map.py", label=tell("See it on the map"), icon=":material/map:", query_params=shown)


def _shown(wizard: Wizard) -> dict[str, str]:
    """Return the view of the map that shows what was published."""
    if draft := wizard.table or wizard.services:
        told = draft.observations.dropna(subset="value")
        first = (told if len(told) else draft.observations).iloc[-1]
        return {"indicator": str(first["indicator_id"]), "period": str(first["period"])}
    return {"level": str(wizard.level)}
