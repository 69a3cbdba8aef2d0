"""What the files of office programs have in common: texts that XML can carry, archives without a clock."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def readable(text: str) -> str:
    """Return a text with a mark for each character that XML cannot carry."""
    return ILLEGAL_IN_XML.sub(REPLACEMENT, text)


def timeless(archive: bytes) -> bytes:
    """Return an archive whose members carry no time, so that equal content gives equal bytes."""
    stripped = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(stripped, "w") as target:
        for member in source.infolist():
            target.writestr(ZipInfo(member.filename), source.read(member), compress_type=ZIP_DEFLATED)
    return stripped.getvalue()
