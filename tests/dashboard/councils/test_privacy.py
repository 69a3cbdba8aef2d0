"""No name, birth year or contact of a member leaves: all that goes out is searched for planted ones."""

import datetime as dt
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.elements.widgets.button import ButtonMixin
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue
from streamlit.testing.v1 import AppTest

from dashboard import cached, keeping
from dashboard.api.routes import ROUTES
from dashboard.components.council.page import PARTS
from dashboard.serving import PAGES_SCRIPT
from geodata.councils.pack import load_council_pack
from geodata.councils.register import Register
from geodata.councils.workbook import register_template
from geodata.packs import load_pack, pack_folders
from geodata.store import StaleRegisterError
from geodata.workspace import Workspace
from tests.dashboard.conftest import Aimak
from tests.dashboard.councils.desks import (
    COUNTRY,
    PLANTED_NAME,
    PLANTED_YEAR,
    hamlets,
    register,
)
from tests.dashboard.made import INFO, squares

__all__ = ["hamlets"]

PAGES = ("overview", "map", "designation", "budgets", "profile", "data")
PLANTED_CONTACT = "+996 555 010203"
SECRETS = {
    PLANTED_NAME: re.compile(re.escape(PLANTED_NAME.encode())),
    # Not within the digits of a hash.
    str(PLANTED_YEAR): re.compile(rb"(?<![0-9a-f])%d(?![0-9a-f])" % PLANTED_YEAR),
    f"{PLANTED_YEAR} in a table": re.compile(re.escape(PLANTED_YEAR.to_bytes(8, "little"))),
    PLANTED_CONTACT: re.compile(re.escape(PLANTED_CONTACT.encode())),
}
OF_KEEPERS = {str(PLANTED_YEAR), f"{PLANTED_YEAR} in a table"}
"""What a keeper sees of the body that is being changed."""
PUBLIC_TEXT = "Public council of the lake"
"""A title of the register: the search would find what it looks for."""
COMMANDS: tuple[Sequence[str], ...] = (
    ("council", "coverage", "--country", COUNTRY),
    ("council", "coverage", "--country", COUNTRY, "--json"),
    ("council", "check", "g2", "--country", COUNTRY),
    ("council", "check", "02", "--country", COUNTRY, "--json"),
    ("data", "list", "--country", COUNTRY),
    ("values", "population", "--country", COUNTRY, "--level", "1", "--period", "2024"),
    ("db", "check"),
)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """All that pages send to the browser, and the content of every file that they offer."""
    messages: list[bytes] = []
    offer = ButtonMixin._download_button

    def offered(self: ButtonMixin, label: str, data: Any, *others: Any, **named: Any) -> bool:
        messages.append(opened(content_of(data)))
        return offer(self, label, data, *others, **named)

    monkeypatch.setattr(ButtonMixin, "_download_button", offered)
    ForwardMsgQueue.on_before_enqueue_msg(lambda message: messages.append(message.SerializeToString()))
    yield messages
    ForwardMsgQueue.on_before_enqueue_msg(None)


def content_of(data: Any) -> bytes:
    made = data() if callable(data) else data
    if isinstance(made, str):
        return made.encode()
    return made if isinstance(made, bytes) else bytes(made.read())


def opened(content: bytes) -> bytes:
    """The content; of a workbook or a document, of everything in it."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def leaks(*contents: bytes) -> set[str]:
    return {secret for secret, planted in SECRETS.items() for each in contents if planted.search(each)}


def visit(page: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(PAGES_SCRIPT), default_timeout=120)
    app.query_params |= {"country": COUNTRY} | query
    app.run().switch_page(f"views/{page}.py").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("keeps", [False, True], ids=["public", "keeper"])
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("body", ["c2", "g2"])
def test_no_part_of_the_page_gives_them_away(
    hamlets: Workspace,
    sent: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
    part: str,
    body: str,
    keeps: bool,
) -> None:
    monkeypatch.setenv(keeping.VARIABLE, keeping.ON if keeps else "")
    visit("councils", part=part, body=body, area="02", body_type="council")
    assert leaks(*sent) <= (OF_KEEPERS if keeps and part == "body" else set())


def test_the_search_finds_what_is_public(hamlets: Workspace, sent: list[bytes]) -> None:
    visit("councils", part="body", body="p1", body_type="public")
    assert any(PUBLIC_TEXT.encode() in each for each in sent)


@pytest.mark.parametrize("page", PAGES)
def test_no_other_page_gives_them_away(hamlets: Workspace, sent: list[bytes], page: str) -> None:
    visit(page)
    assert leaks(*sent) == set()


def test_no_route_gives_them_away(hamlets: Workspace) -> None:
    client, version = TestClient(Starlette(routes=ROUTES)), cached.data_version(COUNTRY)
    addresses = [f"/areas/{COUNTRY}/{version}/{level}.json" for level in (0, 1, 2)]
    addresses += [
        f"/values/{COUNTRY}/{version}/1/{indicator}.{form}"
        for indicator in ("population", "members", "name")
        for form in ("json", "csv")
    ]
    assert leaks(*(client.get(address).content for address in addresses)) == set()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda each: " ".join(each[:2]))
def test_no_command_gives_them_away(hamlets: Workspace, aimak: Aimak, command: Sequence[str]) -> None:
    answer = aimak(*command)
    assert leaks(answer.out.encode(), answer.err.encode()) == set()
    assert answer.out or answer.err
    assert answer.code in (0, 1)


def test_no_log_nor_audit_entry_nor_report_has_them(
    hamlets: Workspace, caplog: pytest.LogCaptureFixture, refused: Callable[[], str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with cached.store().writing(author="Keeper", at=dt.datetime(2025, 12, 2, tzinfo=dt.UTC)) as writer:
        writer.publish_register(COUNTRY, register().of_body("c2"), INFO)
    told = refused()
    assert "c2" in told
    audit, datasets = cached.store().audit_log(COUNTRY), cached.store().datasets(COUNTRY)
    kept = [caplog.text, told, audit.to_csv(), datasets.to_csv()]
    assert leaks(*(each.encode() for each in kept)) == set()


@pytest.fixture
def refused() -> Callable[[], str]:
    """Change a council from a state that is no longer the current one; return what is said."""

    def change() -> str:
        with (
            pytest.raises(StaleRegisterError) as refusal,
            cached.store().writing(author="Other", at=dt.datetime(2025, 12, 3, tzinfo=dt.UTC)) as writer,
        ):
            writer.publish_register(COUNTRY, register().of_body("c2"), INFO, base_datasets={"c2": None})
        return f"{refusal.value} {refusal.value!r}"

    return change


def test_a_refused_workbook_does_not_quote_them(hamlets: Workspace, aimak: Aimak, tmp_path: Path) -> None:
    answer = aimak("import", faulty_workbook(tmp_path), "--kind", "register", "--country", COUNTRY, "--json")
    assert answer.code == 1
    assert leaks(answer.out.encode(), answer.err.encode()) == set()


def faulty_workbook(folder: Path) -> Path:
    """A workbook with the planted member, a column for contacts, and a fault in the member's row."""
    pack, councils = load_pack(pack_folders()[COUNTRY]), load_council_pack(pack_folders()[COUNTRY])
    assert councils is not None
    known: Register = register().of_body("c2")
    content = register_template(pack, councils, squares(), language="en", register=known)
    book = openpyxl.load_workbook(io.BytesIO(content))
    members = book["Members"]
    sex = next(cell.column for cell in members[1] if cell.value == "Sex")
    members.cell(2, sex).value = "neither"
    contact = members.max_column + 1
    members.cell(1, contact).value = "Phone"
    members.cell(2, contact).value = PLANTED_CONTACT
    path = folder / "register.xlsx"
    book.save(path)
    return path
