"""First step: which kind of file, the file itself, and which part of it."""

from __future__ import annotations

from pathlib import PurePath

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from config.i18n import N_
from dashboard.components.data.drafting import draft_template
from dashboard.components.data.plain import plain
from dashboard.components.data.problems_table import problems_html
from dashboard.components.data.wizard import WITH_COLUMNS, Kind, Wizard, navigation, restart
from dashboard.components.words import Words
from dashboard.i18n import in_language
from dashboard.imports import Target, keep_upload
from geodata.problems import ImportRefused
from geodata.readers.limits import Limits
from geodata.readers.tabular import TABLE_SUFFIXES, read_sheets
from geodata.readers.vector import CRS_MISSING, list_layers, read_vector
from geodata.workspace import Workspace

KIND_WORDS: dict[Kind, str] = {
    "observations": N_("A table with values of indicators"),
    "areas": N_("Boundaries or points of areas"),
    "register": N_("Register of councils"),
    "services_form": N_("Services: form 1"),
    "services_questionnaire": N_("Services: exit questionnaire"),
}
VECTOR_SUFFIXES = (".gpkg", ".geojson", ".json", ".zip", ".parquet", ".fgb", ".kml")
ENCODINGS = ("utf-8", "cp1251", "cp1252", "cp866")


def possible_kinds(target: Target) -> list[Kind]:
    """Return the kinds of files that the country takes."""
    return [kind for kind in KIND_WORDS if kind != "register" or target.councils]


def file_step(wizard: Wizard, words: Words, target: Target, workspace: Workspace, limits: Limits) -> None:
    """Ask for the file; turn to the columns, or to the check of a template, when it has been read."""
    tell = words.translate
    chosen = wizard.form.radio(
        "kind",
        tell("What does the file hold?"),
        possible_kinds(target),
        words=lambda each: tell(KIND_WORDS[each]),
        default=wizard.kind,
    )
    if chosen is None:
        return
    if chosen != wizard.kind:
        wizard = restart(words.pack.code, kind=chosen)
    _upload(wizard, words, workspace, limits)
    if wizard.upload is None:
        if wizard.problems:
            st.html(problems_html(wizard.problems, tell))
        return
    is_ready = _is_ready(wizard, words, limits)
    if navigation(wizard, tell, label=tell("Continue"), is_ready=is_ready, back=None):
        if chosen not in WITH_COLUMNS:
            draft_template(wizard, tell, target)
        wizard.go(wizard.steps[1])
        st.rerun()


def _is_ready(wizard: Wizard, words: Words, limits: Limits) -> bool:
    """Ask which part of the file it is about, where that is a question; return whether it is answered."""
    if wizard.kind == "areas":
        return _layer(wizard, words, limits)
    return wizard.kind != "observations" or _sheets(wizard, words)


def _upload(wizard: Wizard, words: Words, workspace: Workspace, limits: Limits) -> None:
    tell = words.translate
    suffixes = VECTOR_SUFFIXES if wizard.kind == "areas" else TABLE_SUFFIXES
    if wizard.upload:
        st.markdown(":material/draft: " + plain(wizard.upload.name))
    uploaded = st.file_uploader(
        tell("Another file instead") if wizard.upload else tell("File"),
        type=[suffix.removeprefix(".") for suffix in suffixes],
        max_upload_size=limits.max_file_mb,
        key=f"upload.{words.pack.code}.{wizard.kind}",
    )
    if uploaded and uploaded.file_id != wizard.upload_id:
        with st.spinner(tell("Reading the file …")):
            _take(restart(words.pack.code, kind=wizard.kind), uploaded, workspace, limits)
        st.rerun()


def _take(wizard: Wizard, uploaded: UploadedFile, workspace: Workspace, limits: Limits) -> None:
    """Keep a new file and read what can be read without further questions."""
    wizard.upload_id = uploaded.file_id
    try:
        wizard.upload = keep_upload(workspace, uploaded.name, uploaded.getbuffer(), limits=limits)
        path, name = wizard.upload.path, wizard.upload.name
        if wizard.kind == "areas":
            wizard.layers = tuple(list_layers(path, limits=limits, file_label=name))
        elif wizard.kind != "register":
            wizard.sheets = tuple(read_sheets(path, limits=limits, file_label=name))
    except ImportRefused as refusal:
        wizard.problems = refusal.problems
        wizard.give_up_file()
        wizard.upload = None


def _sheets(wizard: Wizard, words: Words) -> bool:
    names = [sheet.name for sheet in wizard.sheets]
    if len(names) == 1:
        return True
    chosen = wizard.form.several("sheets", words.translate("Sheets to import"), names, default=names[:1])
    return bool(chosen)


def chosen_sheets(wizard: Wizard) -> list[str]:
    """Return the names of the sheets to import."""
    return list(wizard.form.answers.get("sheets", [sheet.name for sheet in wizard.sheets]))


def _layer(wizard: Wizard, words: Words, limits: Limits) -> bool:
    tell, form = words.translate, wizard.form
    level = form.select(
        "level",
        tell("Level of the areas in the file"),
        [level.number for level in words.pack.levels],
        words=lambda number: in_language(words.pack.level(number).plural, words.language),
        placeholder=tell("Choose"),
    )
    layer = wizard.layers[0] if len(wizard.layers) == 1 else None
    if len(wizard.layers) > 1:
        layer = form.select("layer", tell("Layer"), wizard.layers, placeholder=tell("Choose"))
    if layer is None:
        return False
    encoding = None
    if wizard.upload and PurePath(wizard.upload.name).suffix.lower() == ".zip":
        encoding = form.select(
            "encoding", tell("Text encoding, if names look wrong"), ENCODINGS, placeholder=tell("As found")
        )
    crs = form.text("crs", tell("Coordinate reference system")) if _asks_crs(wizard) else ""
    _read(wizard, words, limits, (layer, crs or None, encoding))
    return wizard.features is not None and level is not None


def _asks_crs(wizard: Wizard) -> bool:
    is_missing = any(problem.rule is CRS_MISSING for problem in wizard.problems)
    return is_missing or bool(wizard.form.answers.get("crs"))


def _read(wizard: Wizard, words: Words, limits: Limits, read_as: tuple[str, str | None, str | None]) -> None:
    """Read the features, unless they were read just so."""
    if wizard.upload and wizard.read_as != read_as:
        layer, crs, encoding = wizard.read_as = read_as
        asked = _asks_crs(wizard)
        with st.spinner(words.translate("Reading the file …")):
            try:
                wizard.features, wizard.problems = read_vector(
                    wizard.upload.path,
                    limits=limits,
                    layer=layer,
                    crs=crs,
                    encoding=encoding,
                    file_label=wizard.upload.name,
                )
            except ImportRefused as refusal:
                wizard.features, wizard.problems = None, refusal.problems
        if _asks_crs(wizard) != asked:
            st.rerun()
    if wizard.problems:
        st.html(problems_html(wizard.problems, words.translate))
