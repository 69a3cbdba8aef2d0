"""Rules of the house that no linter knows."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("config", "geodata", "indicators", "planning", "dashboard")
PAGES = sorted((ROOT / "dashboard" / "views").glob("*.py"))
LONGEST_PAGE = 60
NOT_ON_A_PAGE = {"pandas", "geopandas", "folium", "plotly"}


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def real_country_codes() -> list[str]:
    packs = (ROOT / "config" / "countries").glob("*/pack.toml")
    described = [tomllib.loads(path.read_text(encoding="utf-8")) for path in packs]
    return [pack["code"] for pack in described if not pack.get("is_demonstration")]


def test_no_country_is_named_in_code() -> None:
    named = re.compile(rf"\b({'|'.join(real_country_codes())})\b", re.IGNORECASE)
    found = {path.relative_to(ROOT): named.findall(path.read_text(encoding="utf-8")) for path in sources()}
    assert {path: codes for path, codes in found.items() if codes} == {}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_is_thin(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    nodes = list(ast.walk(ast.parse(text)))
    assert len(text.splitlines()) <= LONGEST_PAGE
    assert not [node for node in nodes if isinstance(node, ast.FunctionDef | ast.Try | ast.ClassDef)]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    assert NOT_ON_A_PAGE.isdisjoint(name.partition(".")[0] for name in names)


def test_no_file_names_a_home_or_a_registry() -> None:
    texts = [path for suffix in ("py", "toml", "txt", "md", "sh") for path in ROOT.glob(f"*.{suffix}")]
    forbidden = re.compile(r"/home/|/root/|pythonhosted|registry\.npmjs|pypi\.org/simple")
    found = [path for path in [*texts, *sources()] if forbidden.search(path.read_text(encoding="utf-8"))]
    assert found == []
