"""Downloads against a server on loopback that behaves well, breaks off, or lies."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geodata.problems import ImportRefused
from geodata.readers.download import check_hash, download, file_sha256
from geodata.readers.limits import MEBIBYTE, Limits
from geodata.sources import Sources, fetch_files

CONTENT = bytes(range(256)) * 1024
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@dataclass
class Site:
    """What the server holds, how it behaves and what it was asked."""

    content: bytes = CONTENT
    validators: dict[str, str] = field(default_factory=lambda: {"ETag": '"v1"'})
    honours_ranges: bool = True
    cuts: list[int] = field(default_factory=list)
    """For each coming answer: after how many bytes of the body the connection breaks."""
    statuses: list[int] = field(default_factory=list)
    """For each coming answer: an error status."""
    announces_length: bool = True
    requests: list[dict[str, str]] = field(default_factory=list)
    url: str = ""

    def part_wanted(self, headers: dict[str, str]) -> tuple[int, bytes]:
        wanted = headers.get("Range")
        if not wanted or not self.honours_ranges or headers.get("If-Range") not in self.validators.values():
            return 200, self.content
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        return (206, self.content[start:]) if start < len(self.content) else (416, b"")


@pytest.fixture
def site() -> Iterator[Site]:
    state = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = dict(self.headers)
            state.requests.append(headers)
            status, body = state.part_wanted(headers)
            if state.statuses:
                status, body = state.statuses.pop(0), b""
            self.send_response(status)
            length = {"Content-Length": str(len(body))} if state.announces_length else {}
            for name, value in {**state.validators, **length}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body[: state.cuts.pop(0)] if state.cuts else body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/source.csv"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


def limits(max_file_mb: int = 1) -> Limits:
    return Limits(
        max_file_mb=max_file_mb,
        max_unpacked_mb=1,
        max_archive_entries=1,
        max_compression_ratio=1,
        max_rows=1,
        max_columns=1,
    )


def fetch(site: Site, folder: Path, sha256: str = SHA256, **options: int) -> Path:
    target = folder / "source.csv"
    download(site.url, target, sha256=sha256, limits=limits(), backoff_s=0, **options)
    return target


def test_a_file_arrives_whole_and_progress_is_told(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "source.csv"
    told: list[tuple[int, int | None]] = []

    download(site.url, target, sha256=SHA256, limits=limits(), progress=lambda *seen: told.append(seen))

    assert target.read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["source.csv"]


def test_a_broken_connection_is_continued_where_it_ended(site: Site, tmp_path: Path) -> None:
    site.cuts = [100_000, 50_000]

    assert fetch(site, tmp_path).read_bytes() == CONTENT
    assert [request.get("Range") for request in site.requests] == [None, "bytes=100000-", "bytes=150000-"]
    assert site.requests[1]["If-Range"] == '"v1"'


def test_a_later_process_continues_what_an_earlier_one_left(site: Site, tmp_path: Path) -> None:
    site.cuts = [100_000]
    with pytest.raises(ImportRefused, match="could not be downloaded"):
        fetch(site, tmp_path, attempts=1)
    assert not (tmp_path / "source.csv").exists()

    assert fetch(site, tmp_path).read_bytes() == CONTENT
    assert site.requests[-1]["Range"] == "bytes=100000-"


def test_a_date_serves_where_the_tag_is_weak(site: Site, tmp_path: Path) -> None:
    date = "Mon, 19 Nov 2018 08:00:00 GMT"
    site.validators = {"ETag": 'W/"v1"', "Last-Modified": date}
    site.cuts = [100_000]

    assert fetch(site, tmp_path).read_bytes() == CONTENT
    assert site.requests[-1]["If-Range"] == date


@pytest.mark.parametrize("change", [{"honours_ranges": False}, {"validators": {}}])
def test_without_ranges_or_validator_it_begins_anew(
    site: Site, tmp_path: Path, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(site, name, value)
    site.cuts = [100_000]

    assert fetch(site, tmp_path).read_bytes() == CONTENT
    assert len(site.requests) == 2


def test_a_file_that_changed_meanwhile_is_not_mixed_with_the_old_one(site: Site, tmp_path: Path) -> None:
    site.cuts = [100_000]
    with pytest.raises(ImportRefused):
        fetch(site, tmp_path, attempts=1)
    site.content, site.validators = CONTENT[::-1], {"ETag": '"v2"'}

    target = fetch(site, tmp_path, sha256=hashlib.sha256(CONTENT[::-1]).hexdigest())

    assert target.read_bytes() == CONTENT[::-1]


def test_bytes_kept_beyond_the_end_are_thrown_away(site: Site, tmp_path: Path) -> None:
    (tmp_path / "source.csv.part").write_bytes(CONTENT + b"more")
    (tmp_path / "source.csv.part.etag").write_text('"v1"')

    assert fetch(site, tmp_path).read_bytes() == CONTENT


def test_a_wrong_hash_is_refused_and_leaves_nothing(site: Site, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        fetch(site, tmp_path, sha256="0" * 64)

    assert f"expected SHA-256 {'0' * 64}, got {SHA256}" in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_not_asked_for_twice(site: Site, tmp_path: Path) -> None:
    site.statuses = [404]

    with pytest.raises(ImportRefused, match="the server answers 404 Not Found"):
        fetch(site, tmp_path)
    assert len(site.requests) == 1


def test_a_busy_server_is_asked_again(site: Site, tmp_path: Path) -> None:
    site.statuses = [503, 429]

    assert fetch(site, tmp_path).read_bytes() == CONTENT
    assert len(site.requests) == 3


def test_a_server_that_stays_broken_is_given_up(site: Site, tmp_path: Path) -> None:
    site.statuses = [500] * 9

    with pytest.raises(ImportRefused, match="the server answers 500"):
        fetch(site, tmp_path, attempts=3)
    assert len(site.requests) == 3


@pytest.mark.parametrize("announces_length", [True, False])
def test_a_file_beyond_the_limit_is_refused(site: Site, tmp_path: Path, announces_length: bool) -> None:
    site.content, site.announces_length = bytes(MEBIBYTE + 1), announces_length

    with pytest.raises(ImportRefused, match="larger than the 1 MB"):
        fetch(site, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_offline_says_so(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refusal:
        download(
            "http://127.0.0.1:9/source.csv",
            tmp_path / "source.csv",
            sha256=SHA256,
            limits=limits(),
            attempts=2,
            backoff_s=0,
        )

    assert "Connection refused" in str(refusal.value)
    assert "install from a folder" in str(refusal.value)


def test_a_download_that_cannot_be_kept_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(ImportRefused, match="Not a directory"):
        download(site.url, tmp_path / "file" / "source.csv", sha256=SHA256, limits=limits())


def test_the_files_of_a_pack_are_fetched_once(site: Site, tmp_path: Path) -> None:
    file = {
        "path": "source.csv",
        "url": site.url,
        "sha256": SHA256,
        "title": "Source",
        "attribution": "Surveyor",
        "licence": "CC0 1.0",
        "vintage": "2024",
    }
    areas = {"level": 1, "file": "source", "columns": {"area_code": "code"}}
    sources = Sources.model_validate({"files": {"source": file}, "areas": [areas]})
    told: dict[str, int] = {}

    for _ in range(2):
        fetch_files(
            sources,
            tmp_path / "downloads",
            limits=limits(),
            progress=lambda name: lambda arrived, _total: told.update({name: arrived}),
            backoff_s=0,
        )

    assert (tmp_path / "downloads" / "source.csv").read_bytes() == CONTENT
    assert told == {"source.csv": len(CONTENT)}
    assert len(site.requests) == 1


def test_a_hash_is_checked_with_both_values_named(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_bytes(CONTENT)

    assert check_hash(path, sha256=SHA256) == []
    (problem,) = check_hash(path, sha256="f" * 64)
    assert problem.params == {"expected": "f" * 64, "got": SHA256}
    assert problem.where.file == "areas.geojson"
    assert file_sha256(path) == SHA256
