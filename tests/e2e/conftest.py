"""A real server on a real workspace, driven in a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Request,
    WebSocket,
    expect,
    sync_playwright,
)

from geodata.packs import PACKS_PATH_VARIABLE
from geodata.workspace import DATABASE_URL_VARIABLE, WORKSPACE_VARIABLE, Workspace
from tests.dashboard.made import PACK, publish_squares

# Software WebGL: maps draw on machines without a graphics card.
CHROMIUM_FLAGS = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
    "--no-sandbox",
]
START_TIMEOUT_S = 90
HOST = "127.0.0.1"
PATIENCE_MS = 20_000
"""Two cores that also run the other tests draw slowly."""

expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Traffic:
    """What a page sent and received since the last :meth:`forget`."""

    received: list[int] = field(default_factory=list)
    """Bytes of each frame from the server over the socket."""
    sent: list[int] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    """Addresses outside this machine."""

    def watch(self, page: Page) -> None:
        """Count the frames and addresses of a page from now on."""
        page.on("websocket", self._count_frames)
        page.on("request", self._note_address)

    def forget(self) -> None:
        """Start counting anew."""
        self.received.clear()
        self.sent.clear()

    def _count_frames(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.received.append(len(frame)))
        socket.on("framesent", lambda frame: self.sent.append(len(frame)))

    def _note_address(self, request: Request) -> None:
        if not request.url.startswith((f"http://{HOST}:", "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Environment of a workspace with the demonstration country and the squares."""
    packs = tmp_path_factory.mktemp("packs")
    (packs / "squares").mkdir()
    (packs / "squares" / "pack.toml").write_text(PACK, encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if key != DATABASE_URL_VARIABLE}
    workspace = tmp_path_factory.mktemp("workspace")
    made = kept | {PACKS_PATH_VARIABLE: str(packs), WORKSPACE_VARIABLE: str(workspace)}
    with Workspace(workspace).open_store() as store:
        publish_squares(store, packs / "squares")
    subprocess.run([aimak(), "demo"], env=made, check=True, timeout=START_TIMEOUT_S)
    return made


@pytest.fixture(scope="session")
def address(environment: dict[str, str]) -> Iterator[str]:
    """Address of the running app."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [aimak(), "serve", "--host", HOST, "--port", str(port), "--keep-registers"]
    with subprocess.Popen(command, env=environment) as server:
        _wait_for(f"http://{HOST}:{port}/healthz", server)
        yield f"http://{HOST}:{port}"
        server.terminate()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A new visitor with a window of 1280 × 900, reading English."""
    visitor = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield visitor
    visitor.close()


@pytest.fixture
def traffic() -> Traffic:
    """Counts what the page transfers."""
    return Traffic()


@pytest.fixture
def page(context: BrowserContext, traffic: Traffic) -> Page:
    """A blank page whose traffic is counted."""
    blank = context.new_page()
    traffic.watch(blank)
    return blank


def aimak() -> str:
    """Path of the command of this installation."""
    return str(Path(sys.executable).with_name("aimak"))


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended before it answered"
        try:
            urllib.request.urlopen(url, timeout=5)
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"no answer from {url}")
