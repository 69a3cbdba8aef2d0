"""Every test of the store runs on SQLite and on PostgreSQL."""

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from geodata.store import Store
from geodata.store.engine import make_engine, writing
from tests.geodata.store.made import AT

DATABASES = ("sqlite", "postgresql")
DEBIAN_BINARIES = Path("/usr/lib/postgresql/15/bin")


class PostgresServer:
    """A server of its own in a temporary folder, on a Unix socket, with nobody else in it."""

    def __init__(self, folder: Path, binaries: Path, as_user: list[str]) -> None:
        self.folder, self.binaries, self.as_user = folder, binaries, as_user

    def start(self) -> None:
        data = str(self.folder / "data")
        self._run("initdb", "-D", data, "--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        self._execute("CREATE ROLE clerk LOGIN")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def new_database(self, owner: str = "clerk") -> str:
        """Return the URL of an empty database, by default of an account without any privilege beyond it."""
        name = f"t{uuid.uuid4().hex}"
        self._execute(f'CREATE DATABASE "{name}" OWNER "{owner}"')
        return f"postgresql://{owner}@/{name}?host={self.folder}"

    def _execute(self, statement: str) -> None:
        server = f"host={self.folder} user=postgres dbname=postgres"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.as_user, str(self.binaries / program), *arguments]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=self.folder)
        assert done.returncode == 0, done.stderr.decode()


def _server_user() -> str | None:
    """Return the account to start the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    accounts = {account.pw_name for account in pwd.getpwall()}
    return "postgres" if "postgres" in accounts and shutil.which("setpriv") else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    found = shutil.which("initdb")
    binaries = Path(found).parent if found else DEBIAN_BINARIES
    if not (binaries / "initdb").exists():
        pytest.skip(f"no PostgreSQL: expected its programs on the path or in {DEBIAN_BINARIES}")
    user = _server_user()
    if user is None:
        pytest.skip("PostgreSQL does not run as root, and there is no account “postgres” to run it as")
    folder = Path(tempfile.mkdtemp(prefix="aimak-pg-"))
    shutil.chown(folder, user)
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups"] if os.geteuid() == 0 else []
    server = PostgresServer(folder, binaries, as_user)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture(params=DATABASES)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Return a function that names a fresh, empty database at each call."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.new_database
    return lambda: f"sqlite:///{tmp_path / uuid.uuid4().hex}.sqlite"


@pytest.fixture
def url(new_url: Callable[[], str]) -> str:
    return new_url()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """Return a store with two countries in it, of which ``aaa`` is active."""
    with Store.upgrade(url) as store:
        with store.writing(author="tester", at=AT) as writer:
            writer.install_country("bbb")
            writer.install_country("aaa")
        yield store


@pytest.fixture
def first_store(url: str) -> Iterator[Store]:
    """Return a store with the country ``aaa`` as the first revision of the schema had it."""
    config = Config()
    config.set_main_option("script_location", "geodata.store:migrations")
    with Store(make_engine(url)) as store:
        with writing(store.engine) as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "0001")
        with store.writing(author="tester", at=AT) as writer:
            writer.install_country("aaa")
        yield store
