"""Addresses beside the pages, asked as a browser asks them."""

import csv
import io

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import cached
from dashboard.api.routes import ROUTES
from dashboard.components.area_map import ASSETS, asset_url
from geodata.workspace import Workspace
from tests.dashboard.made import FORMULA_NAME


@pytest.fixture
def client(squares_workspace: Workspace) -> TestClient:
    return TestClient(Starlette(routes=ROUTES))


@pytest.fixture
def version(client: TestClient) -> str:
    return cached.data_version("squares")


def test_health_names_the_countries(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok", "countries": ["squares"]}


def test_geometry_is_compressed_and_immutable(client: TestClient, version: str) -> None:
    layers = cached.layers("squares", version)
    sha256 = layers.loc[layers["admin_level"] == 1, "sha256"].iloc[0]
    answer = client.get(f"/geometry/{sha256}.geojson")
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]
    assert sorted(feature["id"] for feature in answer.json()["features"]) == ["01", "02", "03", "04"]
    again = client.get(f"/geometry/{sha256}.geojson", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_who_takes_no_gzip_gets_plain_text(client: TestClient, version: str) -> None:
    answer = client.get(f"/areas/squares/{version}/1.json", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.json()["codes"] == ["01", "02", "03", "04"]


def test_points_come_with_their_place(client: TestClient, version: str) -> None:
    answer = client.get(f"/areas/squares/{version}/2.json").json()
    assert answer["located"][0] == [0.5, 0.5]
    assert answer["bounds"] == [0.5, 0.5, 1.5, 1.5]


def test_values_by_period_with_missing_as_null(client: TestClient, version: str) -> None:
    answer = client.get(f"/values/squares/{version}/1/unemployment_rate.json").json()
    assert answer["periods"] == ["2022", "2023", "2024"]
    assert answer["values"]["2022"] == [4.0, 8.0, 12.0, None]


def test_a_partial_mean_says_so(client: TestClient, version: str) -> None:
    answer = client.get(f"/values/squares/{version}/0/unemployment_rate.json").json()
    assert answer["values"]["2022"] == [8.0]
    assert answer["notes"]["2022"] == {"Q": "from 3 of 4 areas"}


def test_csv_of_one_period_with_source_and_no_formula(client: TestClient, version: str) -> None:
    answer = client.get(f"/values/squares/{version}/1/unemployment_rate.csv?period=2023")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["period"] for row in rows] == ["2023"] * 4
    assert rows[1]["area_name"] == f"'{FORMULA_NAME}"
    assert (rows[1]["value"], rows[1]["unit"], rows[1]["source_ref"]) == ("9.0", "%", "row 2")
    assert (rows[1]["country"], rows[1]["source"]) == ("Squares", "Drawn by hand")
    assert rows[3]["value"] == ""
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/geometry/nothing.geojson",
        "/assets/0/../../pyproject.toml",
        "/assets/0/secrets.toml",
        "/areas/squares/outdated/1.json",
        "/areas/atlantis/v/1.json",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_an_unknown_indicator_or_language_is_refused(client: TestClient, version: str) -> None:
    assert client.get(f"/values/squares/{version}/1/no_such_thing.json").status_code == 404
    assert client.get(f"/areas/squares/{version}/1.json?lang=xx").status_code == 400


@pytest.mark.parametrize("name", ASSETS)
def test_assets_come_from_this_server(client: TestClient, name: str) -> None:
    answer = client.get(asset_url(name))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
