"""Ids from titles, and titles in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from itertools import count

from config.i18n import LANGUAGES, SOURCE_LANGUAGE, translations

LATIN = str.maketrans(
    dict(zip("абвгдезийклмноөпрстуүфыэ", "abvgdeziiklmnooprstuufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ё": "e"}
    | {"ң": "ng", "ъ": "", "ь": ""}
)
"""Kyrgyz and Russian letters."""
LONGEST_ID = 60
FALLBACK_ID = "rule"


def slug(text: str, *, separator: str = "-") -> str:
    """Return a text in small Latin letters and digits, empty where it has none.

    >>> slug("Өнүгүү борборлору, 2-топ")
    'onuguu-borborloru-2-top'
    """
    plain = unicodedata.normalize("NFKD", text.lower().translate(LATIN)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)[:LONGEST_ID].rstrip(separator)


def free_id(text: str, taken: Container[str], *, separator: str = "-") -> str:
    """Return an id made from a text that is not yet taken."""
    stem = slug(text, separator=separator) or FALLBACK_ID
    if stem not in taken:
        return stem
    numbered = (f"{stem}{separator}{number}" for number in count(2))
    return next(each for each in numbered if each not in taken)


def in_every_language(text: str, **said: Mapping[str, str]) -> dict[str, str]:
    """Return a marked text in every language of the interface.

    Args:
        text: marked with ``N_``.
        said: what fills its placeholders, in every language.
    """
    return {
        language: translations(language).gettext(text).format(**{k: v[language] for k, v in said.items()})
        for language in LANGUAGES
    }


def with_text(texts: Mapping[str, str] | None, language: str, text: str) -> dict[str, str]:
    """Return texts with the one of a language changed; languages that said the same, or nothing, follow.

    So one field is enough for whoever writes in one language, and no translation is lost.
    """
    known = texts or {}
    before = known.get(language, "")
    followed = {each for each in LANGUAGES if known.get(each, "") in ("", before)} | {language}
    kept = {each: text if each in followed else known[each] for each in LANGUAGES}
    return {each: said for each, said in kept.items() if said}


def with_title(
    draft: dict[str, object], titles: Mapping[str, str], taken: Container[str]
) -> dict[str, object]:
    """Return a new draft with other titles; an id that was made from the title follows it."""
    was_proposed = draft.get("id") in (None, _proposed(draft.get("title"), taken))
    proposed = {"id": _proposed(titles, taken)} if was_proposed else {}
    return {**draft, "title": dict(titles), **proposed}


def _proposed(titles: object, taken: Container[str]) -> str:
    known = titles if isinstance(titles, dict) else {}
    return free_id(known.get(SOURCE_LANGUAGE, ""), taken)
