"""How budget provision is measured, in words, and which method of the country is only known by name."""

from __future__ import annotations

from html import escape

from config.i18n import N_
from dashboard.components.words import Words
from dashboard.i18n import in_language
from indicators.budget.methods import ProvisionMethod, load_provision_methods, methods_in

FORMULA = N_(
    "БО is ИНП ÷ ИБР. Fiscal capacity ИНП is own revenue per resident ÷ the mean of all residents; "
    "expenditure need ИБР is what services cost per resident ÷ the mean of all. At 1 an area can pay for as "
    "much of what it needs as the areas together."
)
STATUS_TEXTS = {"default": N_("Method shown"), "pending": N_("Official method, not computed")}
"""What stands before a method by its status, in English."""


def provision_method_note(words: Words) -> str:
    """Return formula and reference of what is shown, and the official method that is pending, as HTML."""
    methods = methods_in(load_provision_methods(), words.pack.code)
    lines = [words.translate(FORMULA), *(_method(words, each) for each in methods.values())]
    return f"<small>{'<br>'.join(escape(line) for line in lines)}</small>"


def _method(words: Words, method: ProvisionMethod) -> str:
    status = words.translate(STATUS_TEXTS[method.status])
    title, note = (in_language(texts, words.language) for texts in (method.title, method.note))
    return f"{status}: {title} ({method.reference}). {note}"
