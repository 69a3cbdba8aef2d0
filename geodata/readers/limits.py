"""How big a file may be, checked before it is read: hostile input is normal."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

from pydantic import Field

from config.i18n import N_
from config.loader import CONFIG_DIR, ConfigModel, load_toml
from geodata.problems import ImportRefused, Problem, Rule, Where

LIMITS_VARIABLE = "AIMAK_LIMITS"
"""Path of a deployment's own limits file, in place of ``config/limits.toml``."""

MEBIBYTE = 2**20

FILE_MISSING = Rule("file_missing", N_("There is no such file: {path}."), N_("Check the path and try again."))
FILE_UNREADABLE = Rule(
    "file_unreadable", N_("The file cannot be opened: {reason}."), N_("Check who may read it and try again.")
)
FILE_EMPTY = Rule("file_empty", N_("The file is empty."), N_("Export it again and check its size."))
FILE_TOO_LARGE = Rule(
    "file_too_large",
    N_("The file has {size_mb} MB; at most {limit_mb} MB are accepted."),
    N_("Split it, or have the administrator raise max_file_mb in the limits file."),
)
ARCHIVE_UNSAFE_PATH = Rule(
    "archive_unsafe_path",
    N_("The archive holds an entry that points outside of it: {entry}."),
    N_("Pack the files again without absolute paths, links or “..”."),
)
ARCHIVE_TOO_LARGE = Rule(
    "archive_too_large",
    N_(
        "Unpacked, the archive has {size_mb} MB in {entries} entries, packed up to {ratio} times; "
        "at most {limit_mb} MB, {entry_limit} entries and {ratio_limit} times are accepted."
    ),
    N_("Pack only the files that belong to the data set."),
)
ARCHIVE_DAMAGED = Rule(
    "archive_damaged", N_("The archive cannot be opened: {reason}."), N_("Pack or export it again.")
)


class Limits(ConfigModel):
    """Upper bounds on what is read; one mebibyte is 2**20 bytes."""

    max_file_mb: int = Field(gt=0)
    max_unpacked_mb: int = Field(gt=0)
    max_archive_entries: int = Field(gt=0)
    max_compression_ratio: int = Field(gt=0)
    max_rows: int = Field(gt=0)
    max_columns: int = Field(gt=0)


def load_limits() -> Limits:
    """Read the limits of this deployment."""
    own = os.environ.get(LIMITS_VARIABLE)
    return load_toml(Path(own) if own else CONFIG_DIR / "limits.toml", Limits)


def check_file(path: Path, limits: Limits, *, file_label: str | None = None) -> None:
    """Refuse a file that is missing, empty or too large, or an archive that would unpack to harm.

    Every zip container counts as an archive: zipped Shapefiles as well as xlsx and ods workbooks.

    Args:
        path: the file.
        limits: upper bounds.
        file_label: name of the file as its author knows it, for messages.

    Raises:
        ImportRefused: with the reason and the limit.
    """
    where = Where(file=file_label or path.name)
    if not path.is_file():
        raise ImportRefused([Problem(FILE_MISSING, where, {"path": file_label or path})])
    size = path.stat().st_size
    if size == 0:
        raise ImportRefused([Problem(FILE_EMPTY, where)])
    if size > limits.max_file_mb * MEBIBYTE:
        params = {"size_mb": _mebibytes(size), "limit_mb": limits.max_file_mb}
        raise ImportRefused([Problem(FILE_TOO_LARGE, where, params)])
    _require_readable(path, where)
    if zipfile.is_zipfile(path):
        _check_archive(path, limits, where)


def _require_readable(path: Path, where: Where) -> None:
    try:
        path.open("rb").close()
    except OSError as error:
        raise ImportRefused([Problem(FILE_UNREADABLE, where, {"reason": error.strerror})]) from error


def _check_archive(path: Path, limits: Limits, where: Where) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise ImportRefused([Problem(ARCHIVE_DAMAGED, where, {"reason": error})]) from error
    unsafe = [entry.filename for entry in entries if _points_outside(entry)]
    if unsafe:
        raise ImportRefused([Problem(ARCHIVE_UNSAFE_PATH, where, {"entry": name}) for name in unsafe])
    unpacked = sum(entry.file_size for entry in entries)
    ratio = unpacked / path.stat().st_size
    if (
        unpacked > limits.max_unpacked_mb * MEBIBYTE
        or len(entries) > limits.max_archive_entries
        or ratio > limits.max_compression_ratio
    ):
        params = {
            "size_mb": _mebibytes(unpacked),
            "entries": len(entries),
            "ratio": round(ratio),
            "limit_mb": limits.max_unpacked_mb,
            "entry_limit": limits.max_archive_entries,
            "ratio_limit": limits.max_compression_ratio,
        }
        raise ImportRefused([Problem(ARCHIVE_TOO_LARGE, where, params)])


def _points_outside(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    windows = PureWindowsPath(name)
    return (
        is_link
        or bool(windows.drive)
        or windows.is_absolute()
        or ".."
        in (
            *PurePosixPath(name).parts,
            *windows.parts,
        )
        or name.startswith("/")
    )


def _mebibytes(size: int) -> float:
    return round(size / MEBIBYTE, 1)
