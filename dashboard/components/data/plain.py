"""Foreign text where Streamlit would read Markdown."""

from __future__ import annotations

import re

_MARKS = re.compile(r"([\\`*_\[\]<>~$#:])")
"""Only what could begin mark-up: a screen reader reads the escapes of a label aloud."""


def plain(text: object) -> str:
    """Return ``text`` so that it is shown as it is: no mark-up, link, picture, icon or formula."""
    return _MARKS.sub(r"\\\1", str(text).replace("\n", " "))
