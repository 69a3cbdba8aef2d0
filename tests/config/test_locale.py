"""Every text of the interface has its translation, and the translation fills the same placeholders."""

import ast
from collections.abc import Iterable, Iterator
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from config.i18n import DOMAIN, LANGUAGES, SOURCE_LANGUAGE, translations
from config.loader import CONFIG_DIR

LOCALE_DIR = CONFIG_DIR / "locale"
# As in tools/update_locale.sh.
PACKAGES = ("config", "dashboard", "geodata", "indicators", "planning")
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["N_", "_", "translate", "tell"])

SYMBOLS = {"БО", "БО: ИНП ÷ ИБР", "ИБР", "ИНП"}
"""Of a formula, written so in every language."""

SAME_IN_KYRGYZ = SYMBOLS | {
    *("Body", "Deputy", "Median", "Municipality", "Plan (Word)", "Report", "Version"),
    *("File", "Form", "Grant", "Map", "Norm, {unit}", "Pool", "Pool, {unit}", "Scenario", "Sum", "pool"),
    *("billion {currency}", "million {currency}"),
}
"""Kyrgyz and Russian share the word."""


def read_catalogue(language: str) -> Catalog:
    path = LOCALE_DIR / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=DOMAIN)


def entries(catalogue: Catalog) -> dict[str, str]:
    """Return the translations by English text, without the header."""
    return {message.id: message.string for message in catalogue if message.id}


def translated(catalogue: Catalog) -> dict[str, str]:
    """Return the entries that are filled in; that none is empty is a test of its own."""
    return {text: translation for text, translation in entries(catalogue).items() if translation.strip()}


def placeholders(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return name, format and conversion of each placeholder, in an order that does not depend on grammar."""
    return sorted((name, spec, conv) for _, name, spec, conv in Formatter().parse(text) if name is not None)


def has_words(text: str) -> bool:
    return any(letter.isalpha() for literal, *_ in Formatter().parse(text) for letter in literal)


def listed(language: str, what: str, texts: Iterable[str]) -> str:
    return "\n".join([f"{what} in {language}/LC_MESSAGES/{DOMAIN}.po:", *sorted(texts)])


@pytest.fixture(scope="module")
def marked() -> set[str]:
    """The texts marked for translation in the sources."""
    with (LOCALE_DIR / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    folders = [CONFIG_DIR.parent / package for package in PACKAGES]
    return {
        text
        for folder in folders
        for _, _, text, _, _ in extract_from_dir(folder, methods, options, keywords=KEYWORDS)
    }


def called_with() -> Iterator[str]:
    """Yield the texts that sources hand to a translation, wherever the call stands."""
    for folder in (CONFIG_DIR.parent / package for package in PACKAGES):
        for path in sorted(folder.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Name(id=name) | ast.Attribute(attr=name),
                        args=[ast.Constant(value=str(text)), *_],
                    ) if name in KEYWORDS:
                        yield text


def test_no_text_is_where_the_extraction_does_not_see_it(marked: set[str]) -> None:
    assert sorted(set(called_with()) - marked) == []


@pytest.fixture(scope="module", params=[each for each in LANGUAGES if each != SOURCE_LANGUAGE])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read_catalogue(request.param)


def test_no_text_is_missing(marked: set[str], catalogue: Catalog) -> None:
    missing = marked - entries(catalogue).keys()
    assert not missing, listed(catalogue.locale_identifier, "Run tools/update_locale.sh: missing", missing)


def test_no_text_is_left_that_the_sources_no_longer_have(marked: set[str], catalogue: Catalog) -> None:
    obsolete = (entries(catalogue).keys() - marked) | catalogue.obsolete.keys()
    assert not obsolete, listed(catalogue.locale_identifier, "Run tools/update_locale.sh: obsolete", obsolete)


def test_no_translation_is_empty(catalogue: Catalog) -> None:
    empty = entries(catalogue).keys() - translated(catalogue).keys()
    assert not empty, listed(catalogue.locale_identifier, "Not translated", empty)


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    fuzzy = [message.id for message in catalogue if message.id and message.fuzzy]
    assert not fuzzy, listed(catalogue.locale_identifier, "Fuzzy", fuzzy)


def test_placeholders_are_those_of_the_text(catalogue: Catalog) -> None:
    unlike = [
        f"{text} → {translation}"
        for text, translation in translated(catalogue).items()
        if placeholders(text) != placeholders(translation)
    ]
    assert not unlike, listed(catalogue.locale_identifier, "Other placeholders", unlike)


def test_kyrgyz_is_no_copy_of_english_or_russian() -> None:
    kyrgyz, russian = translated(read_catalogue("ky")), translated(read_catalogue("ru"))
    copies = {
        text
        for text, translation in kyrgyz.items()
        if has_words(text) and translation in (text, russian.get(text))
    }
    assert copies == SAME_IN_KYRGYZ, listed("ky", "Copied, or no longer copied", copies ^ SAME_IN_KYRGYZ)


def test_russian_is_no_copy_of_english() -> None:
    copies = [
        text
        for text, translation in translated(read_catalogue("ru")).items()
        if has_words(text) and translation == text and text not in SYMBOLS
    ]
    assert not copies, listed("ru", "Copied", copies)


def test_the_header_says_whose_texts_these_are(catalogue: Catalog) -> None:
    header = dict(catalogue.mime_headers)
    assert header["Project-Id-Version"].strip() == "Aimak"
    assert header["Language"] == catalogue.locale_identifier
    assert "EMAIL@ADDRESS" not in str(header) + catalogue.header_comment


def test_the_interface_reads_these_catalogues(catalogue: Catalog) -> None:
    gettext = translations(catalogue.locale_identifier).gettext
    wrong = [text for text, translation in translated(catalogue).items() if gettext(text) != translation]
    assert not wrong, listed(catalogue.locale_identifier, "Not read", wrong)
