"""The three parts of the Data page."""

from __future__ import annotations

from typing import Literal

from config.i18n import N_
from dashboard import state
from dashboard.components.data.bring import bring_file
from dashboard.components.data.form import Form
from dashboard.components.data.loaded import loaded_data
from dashboard.components.data.template_form import template_form
from dashboard.components.words import Words
from dashboard.imports import Target

Part = Literal["loaded", "bring", "template"]

PART_WORDS: dict[Part, str] = {
    "loaded": N_("Loaded data"),
    "bring": N_("Bring a file"),
    "template": N_("Template to fill in"),
}
PAGE = Form("data")


def data_page(words: Words, target: Target) -> None:
    """Show the part of the page that is chosen."""
    tell = words.translate
    part = PAGE.segments(
        "part", tell("Part of the page"), list(PART_WORDS), words=lambda each: tell(PART_WORDS[each])
    )
    match part:
        case "loaded":
            loaded_data(words, target.store)
        case "bring":
            bring_file(words, target, _open_dataset)
        case "template":
            template_form(words, target)


def _open_dataset(dataset_id: int) -> None:
    state.remember("dataset", dataset_id)
    PAGE.answers["part"] = "loaded"
