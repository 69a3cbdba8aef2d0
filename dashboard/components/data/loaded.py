"""What is loaded: every dataset with its origin, its withdrawal, and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from config.i18n import N_
from dashboard import state
from dashboard.components.data.form import Form
from dashboard.components.data.plain import plain
from dashboard.components.html_table import Cell, table_html
from dashboard.components.signing import author_field
from dashboard.components.words import Words
from dashboard.i18n import moment
from geodata.store import Store, StoreError

REGISTER = "register"
KIND_WORDS = {
    "areas": N_("boundaries"),
    "observations": N_("values"),
    REGISTER: N_("register of councils"),
}
STATUS_WORDS = {"published": N_("published"), "withdrawn": N_("withdrawn")}
ACTION_WORDS = {
    "install": N_("installed"),
    "activate": N_("made active"),
    "publish": N_("published"),
    "save": N_("saved"),
    "withdraw": N_("withdrew"),
}
HASH_LENGTH = 8
LATEST_ENTRIES = 200


def loaded_data(words: Words, store: Store) -> None:
    """Show the datasets of the country, one of them closely, and the log."""
    tell, country = words.translate, words.pack.code
    datasets = in_own_language(store.datasets(country), words.language)
    supersessions = store.supersessions(country)
    st.html(datasets_html(words, datasets, supersessions))
    if datasets.empty:
        return
    titles = dict(zip(datasets["id"].tolist(), datasets["title"], strict=True))
    chosen = state.select(
        "dataset",
        tell("Dataset"),
        list(titles)[::-1],
        default=max(titles),
        words=lambda number_: f"{number_} · {titles[number_]}",
    )
    dataset = datasets.set_index("id").loc[chosen]
    if dataset["kind"] == REGISTER:
        supersessions = supersessions.assign(row_count=pd.NA)
    with st.expander(tell("How it came about")):
        st.code(str(dataset["file_sha256"]), language=None)
        st.json(dataset["report"], expanded=1)
    if dataset["status"] == "published":
        with st.expander(tell("Withdraw this dataset")):
            st.markdown(plain(withdrawal_effect(words, chosen, titles, supersessions)))
            _withdraw(words, store, chosen)
    with st.expander(tell("Log: who did what")):
        st.html(audit_html(words, store.audit_log(country)))


def in_own_language(datasets: pd.DataFrame, language: str) -> pd.DataFrame:
    """Return datasets with their titles in ``language``, where a pack gave them in several."""
    titles = [
        report.get("titles", {}).get(language, title)
        for title, report in zip(datasets["title"], datasets["report"], strict=True)
    ]
    return datasets.assign(title=titles)


def datasets_html(words: Words, datasets: pd.DataFrame, supersessions: pd.DataFrame) -> str:
    """Return the datasets as an HTML table, the newest first.

    Args:
        words: how the visit reads.
        datasets: see :meth:`geodata.store.Store.datasets`.
        supersessions: see :meth:`geodata.store.Store.supersessions`.
    """
    tell = words.translate
    head = [
        Cell(tell("Dataset")),
        Cell(tell("Kind")),
        Cell(tell("Rows"), is_number=True),
        Cell(tell("Status")),
        Cell(tell("By whom and when")),
        Cell(tell("Source")),
        Cell(tell("File")),
        Cell(tell("Supersedes")),
    ]
    older = supersessions.groupby("dataset_id")["superseded_id"].agg(list)
    rows = [
        _row(words, dataset, older.get(dataset["id"], [])) for dataset in datasets.to_dict("records")[::-1]
    ]
    return table_html(tell("Datasets: {count}").format(count=len(datasets)), head, {"": rows})


def _row(words: Words, dataset: Mapping[Any, Any], older: list[int]) -> list[Cell]:
    tell, kind, status = words.translate, dataset["kind"], dataset["status"]
    return [
        Cell(f"{dataset['id']} · {dataset['title']}", remark=dataset["note"]),
        Cell(tell(KIND_WORDS[kind])),
        Cell(_row_count(words, dataset), is_number=True),
        Cell(tell(STATUS_WORDS[status])),
        Cell(dataset["author"], remark=moment(dataset["created_at"], words.language)),
        Cell(dataset["source"], remark=dataset["licence"]),
        Cell(dataset["file_name"], remark=dataset["file_sha256"][:HASH_LENGTH]),
        Cell(", ".join(map(str, older))),
    ]


def _row_count(words: Words, dataset: Mapping[Any, Any]) -> str:
    """Return how many rows a dataset has; those of a register would tell how many members there are."""
    if dataset["kind"] == REGISTER:
        return ""
    return words.whole(dataset["row_count"])


def withdrawal_effect(
    words: Words, dataset_id: int, titles: Mapping[int, str], supersessions: pd.DataFrame
) -> str:
    """Return in words what is seen again once a dataset is withdrawn; ``row_count`` may be missing."""
    tell = words.translate
    hidden = supersessions[supersessions["dataset_id"] == dataset_id]
    if hidden.empty:
        return tell("Nothing was there before: what it shows will be shown no more.")
    pairs = zip(hidden["superseded_id"], hidden["row_count"], strict=True)
    again = [_rows_said(words, count, number_, titles[number_]) for number_, count in pairs]
    return tell("These are seen again: {rows}.").format(rows="; ".join(again))


def _rows_said(words: Words, count: Any, dataset_id: int, title: str) -> str:
    if pd.isna(count):
        return words.translate("rows of dataset {number} “{title}”").format(number=dataset_id, title=title)
    text = words.translate("{count} rows of dataset {number} “{title}”")
    count = words.whole(count)
    return text.format(count=count, number=dataset_id, title=title)


def _withdraw(words: Words, store: Store, dataset_id: int) -> None:
    tell, form = words.translate, Form(f"withdraw.{dataset_id}")
    reason = form.text("reason", tell("Why is it withdrawn?"))
    author = author_field(words)
    is_sure = form.tick("is_sure", tell("Yes, withdraw dataset {number}").format(number=dataset_id))
    if not st.button(tell("Withdraw"), disabled=not (reason and author and is_sure), icon=":material/undo:"):
        return
    try:
        with store.writing(author=author, at=datetime.now(UTC)) as writer:
            writer.withdraw(dataset_id, reason)
    except StoreError as error:
        st.error(plain(error))
    else:
        st.rerun()


def audit_html(words: Words, log: pd.DataFrame) -> str:
    """Return the latest entries of the log as an HTML table, the newest first."""
    tell = words.translate
    head = [Cell(tell("When")), Cell(tell("Who")), Cell(tell("What")), Cell(tell("Details"))]
    rows = [
        [
            Cell(moment(entry["at"], words.language)),
            Cell(entry["author"]),
            Cell(f"{tell(ACTION_WORDS[entry['action']])}: {entry['subject']}"),
            Cell("; ".join(f"{name}: {value}" for name, value in _public(entry["details"]).items())),
        ]
        for entry in log.tail(LATEST_ENTRIES).to_dict("records")[::-1]
    ]
    caption = tell("Entries shown: {shown} of {count}").format(shown=len(rows), count=len(log))
    return table_html(caption, head, {"": rows})


def _public(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details of an entry without the rows of a register, see :func:`_row_count`."""
    is_register = details.get("kind") == REGISTER
    return {name: value for name, value in details.items() if not (is_register and name == "row_count")}
