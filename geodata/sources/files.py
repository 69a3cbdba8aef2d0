"""The files of a country pack: fetched from where they are published, checked against their pins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where, refuse_on_errors
from geodata.readers.download import WRONG_HASH, Progress, check_hash, download, file_sha256
from geodata.readers.limits import FILE_MISSING, Limits
from geodata.sources.models import SourceFile, Sources

NOT_PUBLISHED = Rule(
    "not_published", N_("“{title}” cannot be downloaded: it is published at no address."), "{how_to_get}"
)
TABLE_LEFT_OUT = Rule(
    "table_left_out",
    N_("“{title}” is left out: it is published at no address."),
    "{how_to_get}",
    severity="warning",
)
CHANGED_FILE_ACCEPTED = Rule(
    "changed_file_accepted",
    N_("A file was accepted that is not the pack’s own: expected SHA-256 {expected}, got {got}."),
    N_("Compare the values on the map with the source."),
    severity="warning",
)

FileProgress = Callable[[str], Progress]
"""Given a file's name, returns whom to tell how much of it has arrived."""


@dataclass(frozen=True)
class CheckedFiles:
    """Source files that may be read."""

    folder: Path
    files: Mapping[str, SourceFile]
    sha256: Mapping[str, str]
    """By name in ``sources.toml``, the hash of the file as it is."""
    problems: tuple[Problem, ...] = ()

    def path(self, name: str) -> Path:
        """Return where a file is."""
        return self.folder / self.files[name].path


def published_sources(sources: Sources, folder: Path) -> tuple[Sources, list[Problem]]:
    """Return what a country can be installed from without asking anybody, and warnings of what is left out.

    That is each file for tables that is published at no address and that ``folder`` does not hold.

    Raises:
        ImportRefused: areas are made of such a file; naming all of them.
    """
    of_areas = {name for step in sources.areas for name in step.files}
    left_out = [
        name for name, file in sources.files.items() if file.url is None and not _is_there(file, folder)
    ]
    problems = [
        _unpublished(NOT_PUBLISHED if name in of_areas else TABLE_LEFT_OUT, sources.files[name])
        for name in left_out
    ]
    refuse_on_errors(problems)
    return sources.without(left_out), problems


def fetch_files(
    sources: Sources,
    folder: Path,
    *,
    limits: Limits,
    progress: FileProgress | None = None,
    backoff_s: float = 0.5,
) -> None:
    """Download what ``folder`` does not hold yet; what it holds with the right hash is not fetched again.

    Args:
        sources: the files of a pack; those that :func:`published_sources` leaves out are not missed.
        folder: where to put them; it is made if need be.
        limits: the largest file accepted.
        progress: asked, per file, whom to tell of its progress.
        backoff_s: as for :func:`geodata.readers.download.download`.

    Raises:
        ImportRefused: naming every file of areas that is published nowhere, before anything is fetched; or
            every file that could not be downloaded, after all have been tried.
    """
    folder.mkdir(parents=True, exist_ok=True)
    published, _ = published_sources(sources, folder)
    wanted = [file for file in published.files.values() if not _is_there(file, folder)]
    problems: list[Problem] = []
    for file in wanted:
        teller = progress(file.path) if progress else None
        try:
            download(
                str(file.url),
                folder / file.path,
                sha256=file.sha256,
                limits=limits,
                progress=teller,
                backoff_s=backoff_s,
            )
        except ImportRefused as refusal:
            problems += refusal.problems
    refuse_on_errors(problems)


def check_files(
    files: Mapping[str, SourceFile], folder: Path, *, accept_changed: bool = False
) -> CheckedFiles:
    """Check that a folder holds the files of a pack, each with the content the pack was made with.

    Args:
        files: the files of the pack by name.
        folder: where they are.
        accept_changed: take a file of another content too, with a warning.

    Raises:
        ImportRefused: naming every file that is missing or has another hash.
    """
    missing = [file for file in files.values() if not (folder / file.path).is_file()]
    problems = [
        Problem(FILE_MISSING, Where(file=file.path), {"path": folder / file.path}) for file in missing
    ]
    for file in files.values():
        if file not in missing:
            problems += check_hash(folder / file.path, sha256=file.sha256)
    if accept_changed:
        problems = [
            replace(problem, rule=CHANGED_FILE_ACCEPTED) if problem.rule is WRONG_HASH else problem
            for problem in problems
        ]
    refuse_on_errors(problems)
    hashes = {name: file_sha256(folder / file.path) for name, file in files.items()}
    return CheckedFiles(folder, files, hashes, tuple(problems))


def _is_there(file: SourceFile, folder: Path) -> bool:
    path = folder / file.path
    return path.is_file() and not check_hash(path, sha256=file.sha256)


def _unpublished(rule: Rule, file: SourceFile) -> Problem:
    return Problem(rule, Where(file=file.path), {"title": file.title, "how_to_get": file.how_to_get})
