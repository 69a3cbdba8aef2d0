"""Fetch a pinned source file: resumed where it broke off, limited in size, kept only with the right hash."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx

from config.i18n import N_
from geodata.problems import ImportRefused, Problem, Rule, Where
from geodata.readers.limits import MEBIBYTE, Limits

DOWNLOAD_FAILED = Rule(
    "download_failed",
    N_("{url} could not be downloaded: {reason}."),
    N_("Check the connection and try again (what has arrived is kept), or install from a folder."),
)
DOWNLOAD_TOO_LARGE = Rule(
    "download_too_large",
    N_("{url} is larger than the {limit_mb} MB that are accepted."),
    N_("Have the administrator raise max_file_mb in the limits file."),
)
WRONG_HASH = Rule(
    "wrong_hash",
    N_("The file is not the one the country pack was made with: expected SHA-256 {expected}, got {got}."),
    N_("Get the version the pack names, or check the content and accept the changed file."),
)

Progress = Callable[[int, int | None], None]
"""Called with the bytes that have arrived and, where the server tells it, the bytes in all."""

_TIMEOUT = httpx.Timeout(30.0, connect=10.0)
# A range counts the bytes of the encoded body: only an unencoded one can be continued.
_HEADERS = {"Accept-Encoding": "identity"}


@dataclass(frozen=True)
class _Partial:
    """A download begun: the bytes so far and the validator that says what they are a part of."""

    data: Path
    validator: Path

    @classmethod
    def beside(cls, target: Path) -> _Partial:
        return cls(
            data=target.with_name(f"{target.name}.part"),
            validator=target.with_name(f"{target.name}.part.etag"),
        )

    @property
    def size(self) -> int:
        return self.data.stat().st_size if self.data.exists() else 0

    def resume_headers(self) -> dict[str, str]:
        """Ask for the rest if it is certain to be of the same file; otherwise for the whole."""
        if not self.size or not self.validator.exists():
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self.validator.read_text()}

    def begin(self, response: httpx.Response) -> None:
        """Forget earlier bytes and remember what the new ones belong to."""
        self.discard()
        etag = response.headers.get("ETag", "")
        validator = response.headers.get("Last-Modified") if etag.startswith("W/") or not etag else etag
        if validator:
            self.validator.write_text(validator)

    def discard(self) -> None:
        self.data.unlink(missing_ok=True)
        self.validator.unlink(missing_ok=True)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_hash(path: Path, *, sha256: str, name: str | None = None) -> list[Problem]:
    """Return the problem of a file whose content is not the expected one; none if it is.

    Args:
        path: the file.
        sha256: the expected hash, in hexadecimal.
        name: what to call the file in the problem; its own name by default.
    """
    got = file_sha256(path)
    if got == sha256:
        return []
    return [Problem(WRONG_HASH, Where(file=name or path.name), {"expected": sha256, "got": got})]


def download(
    url: str,
    target: Path,
    *,
    sha256: str,
    limits: Limits,
    progress: Progress | None = None,
    attempts: int = 5,
    backoff_s: float = 0.5,
) -> None:
    """Fetch ``url`` into ``target``, which appears only whole and with the right hash.

    Bytes arrive in ``<target>.part``; a broken connection, even of an earlier process, is continued
    where it ended if the server names its file by ETag or date (RFC 9110, If-Range), else begun anew.

    Args:
        url: address of the file.
        target: where to put it; its folder exists.
        sha256: the expected hash, in hexadecimal.
        limits: the largest file accepted.
        progress: told how many bytes have arrived.
        attempts: how often to try while the fault may pass (connection, time-out, 429, 5xx).
        backoff_s: seconds before the second attempt; doubled before each further one.

    Raises:
        ImportRefused: the address cannot be reached or answers with an error, the file is too large,
            or its hash is another (the bytes are then removed).
    """
    partial = _Partial.beside(target)
    with httpx.Client(follow_redirects=True, timeout=_TIMEOUT, headers=_HEADERS) as client:
        transfer = _Transfer(client, url, partial, limits.max_file_mb, progress)
        try:
            transfer.run_patiently(attempts=attempts, backoff_s=backoff_s)
        except (httpx.HTTPError, OSError) as error:
            params = {"url": url, "reason": _reason(error)}
            raise ImportRefused([Problem(DOWNLOAD_FAILED, Where(file=target.name), params)]) from error
    _accept(partial, target, sha256)


@dataclass(frozen=True)
class _Transfer:
    """One file on its way."""

    client: httpx.Client
    url: str
    partial: _Partial
    limit_mb: int
    progress: Progress | None

    def run_patiently(self, *, attempts: int, backoff_s: float) -> None:
        for attempt in range(attempts):
            try:
                return self.run()
            except httpx.HTTPError as error:
                if attempt + 1 == attempts or not _may_pass(error):
                    raise
            time.sleep(backoff_s * 2**attempt)
        return None

    def run(self) -> None:
        headers = self.partial.resume_headers()
        with self.client.stream("GET", self.url, headers=headers) as response:
            if response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self.partial.discard()
            response.raise_for_status()
            if response.status_code != HTTPStatus.PARTIAL_CONTENT:
                self.partial.begin(response)
            self._receive(response)

    def _receive(self, response: httpx.Response) -> None:
        arrived = self.partial.size
        announced = response.headers.get("Content-Length")
        total = arrived + int(announced) if announced else None
        self._check_size(total or 0)
        with self.partial.data.open("ab") as stream:
            for chunk in response.iter_bytes():
                arrived += stream.write(chunk)
                self._check_size(arrived)
                if self.progress:
                    self.progress(arrived, total)

    def _check_size(self, size: int) -> None:
        if size > self.limit_mb * MEBIBYTE:
            self.partial.discard()
            params = {"url": self.url, "limit_mb": self.limit_mb}
            raise ImportRefused([Problem(DOWNLOAD_TOO_LARGE, params=params)])


def _may_pass(error: httpx.HTTPError) -> bool:
    if not isinstance(error, httpx.HTTPStatusError):
        return isinstance(error, httpx.TransportError)
    status = error.response.status_code
    # After 416 the bytes kept were wrong and are gone: the next attempt asks for the whole file.
    return error.response.is_server_error or status in {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
    }


def _reason(error: httpx.HTTPError | OSError) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"the server answers {error.response.status_code} {error.response.reason_phrase}"
    return str(error) or type(error).__name__


def _accept(partial: _Partial, target: Path, sha256: str) -> None:
    problems = check_hash(partial.data, sha256=sha256, name=target.name)
    if problems:
        partial.discard()
        raise ImportRefused(problems)
    partial.data.replace(target)
    partial.discard()
