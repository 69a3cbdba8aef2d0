"""Installation of countries: all of it, none of it, or nothing new."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geodata.demo import DemoSettings, load_demo_settings
from geodata.install import InstallReport, install_demo, install_pack
from geodata.packs import pack_folders
from geodata.problems import ImportRefused
from geodata.readers.limits import load_limits
from geodata.store import DatasetInfo, Store, StoreError, Writer
from geodata.store.engine import sqlite_url
from geodata.store.maintenance import check
from geodata.tables.indicators import ValueRule

AT = datetime(2026, 3, 1, tzinfo=UTC)
RULES = {
    "population": ValueRule(title={"en": "Population"}, minimum=0),
    "land_area_km2": ValueRule(title={"en": "Land area"}, minimum=0),
}
PACK = """
code = "squareland"
area_code = "SQ"
name = { en = "Squareland" }
languages = ["en", "ru"]
currency = "XTS"
equal_area_crs = "EPSG:3035"
[[levels]]
number = 0
id = "country"
name = { en = "country" }
plural = { en = "Country" }
[[levels]]
number = 1
id = "half"
name = { en = "half" }
plural = { en = "Halves" }
[[levels]]
number = 2
id = "square"
name = { en = "square" }
plural = { en = "Squares" }
"""
SOURCES = """
[files.map]
path = "squares.geojson"
sha256 = "{map}"
title = "Squares"
attribution = "Surveyor"
licence = "CC0 1.0"
vintage = "2024"
how_to_get = "Draw it."
[files.counts]
path = "counts.csv"
sha256 = "{counts}"
title = "Counts"
attribution = "Counter"
licence = "CC BY 4.0"
vintage = "2023"
how_to_get = "Count it."
[[areas]]
level = 1
file = "map"
geometry = "none"
columns = {{ area_code = "half" }}
[areas.names.en]
N = "North"
S = "South"
[areas.names.ru]
N = "Север"
[[areas]]
level = 2
file = "map"
columns = {{ area_code = "code", parent_code = "half", names = {{ en = "name", ru = "name" }} }}
[[tables]]
title = {{ en = "People", ru = "Люди" }}
note = "Counted by hand."
file = "counts"
area_code = "square"
columns = [
    {{ heading = "2022", indicator = "population", period = "2022" }},
    {{ heading = "2023", indicator = "population", period = "2023" }},
]
[[tables.exclude]]
rows = [6]
reason = "a square stands in the file twice"
[[tables]]
title = {{ en = "Land" }}
file = "counts"
area_code = "square"
columns = [{{ heading = "decares", indicator = "land_area_km2", period = "2023" }}]
factors = {{ land_area_km2 = 0.001 }}
reword = {{ decares = {{ "0" = "" }} }}
[[tables.exclude]]
rows = [6]
reason = "a square stands in the file twice"
"""
BUDGET = """
classification = "a decree"
money_scale = "unit"
[items.toll]
title = { en = "Bridge toll" }
[price_index]
title = { en = "Prices" }
base_year = 2022
source = "an office"
licence = "CC0 1.0"
levels = { 2022 = 100 }
"""
COUNTS = "square,2022,2023,decares\n01,10,11,1500\n02,20,21,0\n03,30,31,2500\n04,40,41,500\n04,40,41,500\n"


class Country:
    """A pack, its files and a store, in one folder."""

    def __init__(self, root: Path) -> None:
        self.folder, self.files = root / "squareland", root / "files"
        self.folder.mkdir()
        self.files.mkdir()
        (self.folder / "pack.toml").write_text(PACK, encoding="utf-8")
        corners = [(10.0, 51.0), (10.1, 51.0), (10.0, 50.9), (10.1, 50.9)]
        squares = gpd.GeoDataFrame(
            {"code": ["01", "02", "03", "04"], "half": list("NNSS"), "name": ["A", "B", "C", "D"]},
            geometry=[shapely.box(x, y, x + 0.1, y + 0.1) for x, y in corners],
            crs="EPSG:4326",
        )
        squares.to_file(self.files / "squares.geojson")
        self.pin(COUNTS)
        self.url = sqlite_url(root / "store.sqlite")

    def pin(self, counts: str) -> None:
        """Write the table and name its hash in the pack."""
        (self.files / "counts.csv").write_text(counts, encoding="utf-8")
        hashes = {
            "map": hashlib.sha256((self.files / "squares.geojson").read_bytes()).hexdigest(),
            "counts": hashlib.sha256(counts.encode()).hexdigest(),
        }
        (self.folder / "sources.toml").write_text(SOURCES.format(**hashes), encoding="utf-8")

    def install(self, store: Store, **options: bool) -> InstallReport:
        """Install it."""
        return install_pack(
            store,
            self.folder,
            self.files,
            rules=RULES,
            limits=load_limits(),
            author="N. Asanova",
            at=AT,
            **options,
        )


@pytest.fixture
def country(tmp_path: Path) -> Country:
    return Country(tmp_path)


@pytest.fixture
def store(country: Country) -> Store:
    with Store.create_or_open(country.url) as opened:
        yield opened


def test_areas_and_values_are_there_as_the_pack_says(country: Country, store: Store) -> None:
    report = country.install(store)

    assert report.areas_by_level == {0: 1, 1: 2, 2: 4}
    assert store.active_country() == "squareland"
    areas = store.areas("squareland").set_index("area_code")
    assert areas.loc[["N", "01"], "area_name"].tolist() == ["North", "A"]
    assert areas.loc["N", "name_ru"] == "Север"
    assert areas.loc[["01", "03", "N", "S"], "parent_code"].tolist() == ["N", "S", "SQ", "SQ"]
    assert areas.loc["N", "area_km2"] == pytest.approx(areas.loc[["01", "02"], "area_km2"].sum())
    observed = store.observations("squareland").set_index(["indicator_id", "period", "area_code"])["value"]
    assert observed["population", "2023"].to_dict() == {"01": 11, "02": 21, "03": 31, "04": 41}
    assert observed["land_area_km2", "2023", "01"] == 1.5
    assert observed["land_area_km2"].isna().sum() == 1
    assert report.observation_count == len(observed)


def test_datasets_say_where_they_come_from(country: Country, store: Store) -> None:
    report = country.install(store)

    datasets = store.datasets("squareland").set_index("id").loc[list(report.dataset_ids)]
    assert datasets["kind"].tolist() == ["areas", "observations", "observations"]
    assert datasets["title"].tolist() == ["Squares", "People", "Land"]
    assert datasets["source"].tolist() == ["Surveyor", "Counter", "Counter"]
    assert datasets["note"].tolist() == ["", "Counted by hand.", ""]
    assert datasets["author"].unique().tolist() == ["N. Asanova"]
    assert datasets["file_sha256"].iloc[1] == hashlib.sha256(COUNTS.encode()).hexdigest()
    assert datasets["report"].iloc[1]["titles"] == {"en": "People", "ru": "Люди"}
    assert datasets["report"].iloc[0]["files"][0]["vintage"] == "2024"


def test_the_price_index_of_the_budget_statistics_is_a_table_of_its_own(
    country: Country, store: Store
) -> None:
    (country.folder / "budget.toml").write_text(BUDGET, encoding="utf-8")

    report = country.install(store)

    prices = store.observations("squareland", indicator_ids=["price_index"])
    assert prices[["area_code", "period", "value"]].to_numpy().tolist() == [["SQ", "2022", 100.0]]
    dataset = store.datasets("squareland").set_index("id").loc[report.dataset_ids[-1]]
    assert (dataset["title"], dataset["source"], dataset["licence"]) == ("Prices", "an office", "CC0 1.0")
    assert dataset["report"]["titles"] == {"en": "Prices"}
    assert country.install(store).dataset_ids == ()


def test_what_is_left_out_is_told(country: Country, store: Store) -> None:
    told = [
        problem.params for problem in country.install(store).problems if problem.rule.id == "rows_left_out"
    ]

    assert told == [{"count": 1, "reason": "a square stands in the file twice"}] * 2


def test_installing_the_same_again_publishes_nothing(country: Country, store: Store) -> None:
    country.install(store)

    again = country.install(store)

    assert again.dataset_ids == ()
    assert [problem.rule.id for problem in again.problems] == ["installed_already"]
    assert len(store.datasets("squareland")) == 3


def test_after_a_withdrawal_or_another_version_the_same_is_installed_anew(
    country: Country, store: Store
) -> None:
    first = country.install(store)
    with store.writing(author="N. Asanova", at=AT) as writer:
        writer.withdraw(first.dataset_ids[1], "trial")
    assert len(country.install(store).dataset_ids) == 3
    country.pin(COUNTS.replace("41", "99"))
    country.install(store)
    country.pin(COUNTS)

    country.install(store)

    observed = store.observations("squareland", indicator_ids=["population"], periods=["2023"])
    assert observed["value"].max() == 41


@pytest.mark.parametrize(
    ("counts", "rule"),
    [
        (COUNTS.replace("03,", "99,"), "unknown_area"),
        (COUNTS.replace("31", "many"), "not_a_number"),
        (COUNTS.replace("2022", "1922"), "column_unknown"),
    ],
)
def test_a_faulty_table_leaves_no_trace(country: Country, store: Store, counts: str, rule: str) -> None:
    country.pin(counts)

    with pytest.raises(ImportRefused) as refusal:
        country.install(store)

    assert rule in {problem.rule.id for problem in refusal.value.problems if problem.severity == "error"}
    assert store.countries().empty
    assert store.datasets().empty


def test_a_file_of_another_content_is_refused_unless_accepted(country: Country, store: Store) -> None:
    (country.files / "counts.csv").write_text(COUNTS.replace("41", "42"), encoding="utf-8")
    with pytest.raises(ImportRefused, match="expected SHA-256"):
        country.install(store)
    assert store.countries().empty

    report = country.install(store, accept_changed=True)

    assert "changed_file_accepted" in {problem.rule.id for problem in report.problems}
    assert store.observations("squareland", periods=["2022"])["value"].max() == 40


def test_without_the_file_of_a_table_the_rest_is_installed_and_the_whole_later(
    country: Country, store: Store
) -> None:
    counts = country.files / "counts.csv"
    counts.rename(country.folder / "counts.csv")
    with pytest.raises(ImportRefused, match="no such file"):
        country.install(store)

    partial = country.install(store, only_published=True)
    again = country.install(store, only_published=True)
    (country.folder / "counts.csv").rename(counts)
    whole = country.install(store)

    assert (len(partial.dataset_ids), partial.observation_count) == (1, 0)
    for report in (partial, again):
        left_out = [problem for problem in report.problems if problem.rule.id == "table_left_out"]
        assert [(problem.severity, problem.where.file) for problem in left_out] == [("warning", "counts.csv")]
        assert "Count it." in left_out[0].describe()
    assert again.dataset_ids == ()
    assert len(whole.dataset_ids) == 3
    assert store.observations("squareland")["value"].max() == 41


def test_an_error_between_two_datasets_undoes_the_first(
    country: Country, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Writer, _country: str, _table: object, _info: DatasetInfo) -> int:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Writer, "publish_observations", refuse)

    with pytest.raises(StoreError, match="disk is full"):
        country.install(store)

    assert store.countries().empty
    assert store.datasets().empty
    assert store.audit_log().empty


KILLED_MIDWAY = """
    import os, signal, sys
    from pathlib import Path
    sys.path.insert(0, {tests!r})
    import test_install as t
    from geodata.store import Store, Writer
    publish, calls = Writer.publish_observations, []

    def publish_and_die(self, *arguments):
        calls.append(publish(self, *arguments))
        if len(calls) == {after}:
            os.kill(os.getpid(), signal.SIGKILL)
        return calls[-1]

    Writer.publish_observations = publish_and_die
    country = t.Country.__new__(t.Country)
    country.folder, country.files = Path({folder!r}), Path({files!r})
    country.install(Store.create_or_open({url!r}))
"""


@pytest.mark.parametrize("after", [1, 2])
def test_a_process_killed_midway_leaves_a_clean_store(country: Country, after: int) -> None:
    script = textwrap.dedent(KILLED_MIDWAY).format(
        tests=str(Path(__file__).parent),
        after=after,
        folder=str(country.folder),
        files=str(country.files),
        url=country.url,
    )

    done = subprocess.run([sys.executable, "-c", script], check=False, env=dict(os.environ))

    assert done.returncode == -signal.SIGKILL
    with Store.create_or_open(country.url) as store:
        assert check(store) == []
        assert store.countries().empty
        assert store.datasets().empty
        assert len(country.install(store).dataset_ids) == 3


@pytest.fixture
def small_demo(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the demonstration pack, whose country is made small."""
    folder = pack_folders()["demo"]
    settings = load_demo_settings(folder)
    counts = {"oblasts": 2, "districts": 4, "cities": 2, "rural_municipalities": 8, "settlements": 20}
    territory = settings.model.territory.model_copy(update={**counts, "cell_km": 8.0, "city_radius_km": 12.0})
    model = settings.model.model_copy(update={"territory": territory, "years": 2})
    monkeypatch.setattr(
        "geodata.install.load_demo_settings", lambda _folder: DemoSettings(model, settings.names)
    )
    return folder


def test_the_demonstration_country_is_installed_once_for_each_seed(store: Store, small_demo: Path) -> None:
    report = install_demo(store, small_demo, 5, author="N. Asanova", at=AT)

    assert report.areas_by_level == {0: 1, 1: 2, 2: 4, 3: 10, 4: 20}
    assert store.active_country() == "demo"
    assert store.datasets("demo")["row_count"].tolist() == [37, report.observation_count]
    settlements = store.areas("demo", level=4)
    assert all(attributes["elevation_m"] > 0 for attributes in settlements["attributes"])
    assert install_demo(store, small_demo, 5, author="N. Asanova", at=AT).dataset_ids == ()
    assert len(install_demo(store, small_demo, 6, author="N. Asanova", at=AT).dataset_ids) == 2


@pytest.fixture(scope="module")
def installed(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A store with every country that the real data are there for."""
    opened = Store.create_or_open(sqlite_url(tmp_path_factory.mktemp("real") / "store.sqlite"))
    # The indicators that the packs name; the catalogue itself lives above this package.
    series = ["unemployment_rate", "poverty_rate", "safe_water_share", "safe_sanitation_share"]
    rules = {name: ValueRule() for name in (*RULES, *series, "electricity_access_share")}
    for code in ("bgr", "kgz"):
        install_pack(
            opened,
            pack_folders()[code],
            real_data / code,
            rules=rules,
            limits=load_limits(),
            author="test",
            at=AT,
        )
    yield opened
    opened.close()


@pytest.mark.realdata
def test_bulgaria_has_its_municipalities_under_their_provinces(installed: Store) -> None:
    areas = installed.areas("bgr")
    municipalities = areas[areas["admin_level"] == 2]

    assert areas["admin_level"].value_counts().to_dict() == {0: 1, 1: 28, 2: 265, 3: 5273}
    assert municipalities["area_km2"].sum() == pytest.approx(111_000, rel=0.005)
    assert shapely.coverage_is_valid(municipalities.geometry.to_numpy())
    assert (municipalities["parent_code"] == municipalities["area_code"].str[:3]).all()
    provinces = areas[areas["admin_level"] == 1].set_index("area_code")
    assert provinces.loc["VTR", ["area_name", "name_en"]].tolist() == ["Велико Търново", "Veliko Tarnovo"]
    assert areas.loc[areas["area_code"] == "00014", "parent_code"].item() == "BLG52"


@pytest.mark.realdata
def test_bulgaria_has_its_series(installed: Store) -> None:
    observed = (
        installed.observations("bgr").set_index(["indicator_id", "area_code", "period"])["value"].sort_index()
    )

    assert observed["unemployment_rate"].groupby("period").count().to_dict() == {
        "2023": 265,
        "2024": 265,
        "2025": 265,
    }
    assert observed["unemployment_rate", "VID16", "2024"] == 66.71
    assert observed["population", "00014", "2013"] == 2583
    assert observed["land_area_km2", "00014", "2013"] == pytest.approx(33.663)
    assert observed["land_area_km2"].sum() == pytest.approx(111_000, rel=0.005)
    assert (observed["land_area_km2"].dropna() > 0).all()
    assert observed["land_area_km2"].isna().sum() == 660, "land counted with another settlement is missing"


@pytest.mark.realdata
def test_kyrgyzstan_has_districts_and_schematic_municipalities_inside_them(installed: Store) -> None:
    areas = installed.areas("kgz").set_index("area_code")
    status = areas.groupby("admin_level")["geometry_status"].value_counts()
    assert status[2].to_dict() == {"official": 53}
    assert status[3].to_dict() == {"schematic": 460}
    assert status[1].to_dict() == {"official": 7, "none": 2}

    municipalities = areas[areas["admin_level"] == 3]
    districts = areas.geometry.loc[municipalities["parent_code"]].to_numpy()
    outside = shapely.area(shapely.difference(municipalities.geometry.to_numpy(), districts))
    assert (outside < 1e-9).all()
    assert areas.loc["KG02210000000", "area_name"] == "Жети-Өгүз"
    assert areas.loc["KG11000000000", ["area_name", "name_ru"]].tolist() == ["Бишкек ш.", "г. Бишкек"]
    assert areas.loc["KG02410000010", "area_type"] == "city"


@pytest.mark.realdata
def test_kyrgyzstan_has_its_series_by_district_and_oblast(installed: Store) -> None:
    observed = (
        installed.observations("kgz").set_index(["indicator_id", "area_code", "period"])["value"].sort_index()
    )

    assert observed["population", "KG02205000000", "2021"] == 69_400
    assert observed["poverty_rate", "KG03204000000", "2011"] == 44.9
    assert observed["land_area_km2"].count() == 21
    assert observed["unemployment_rate", "KG", "2024"] == 3.7
    assert observed["unemployment_rate", "KG21000000000", "2024"] == 1.9
    assert observed["safe_sanitation_share"].count() == 128
    osh = observed["poverty_rate", "KG21000000000"]
    assert osh.index.min() == "2013", "what was not surveyed is missing, not zero"
