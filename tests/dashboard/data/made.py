"""Files as a district office sends them, about the squares."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from shapely import box

from dashboard.imports import Target
from geodata.packs import load_pack
from geodata.store import Store
from indicators.catalogue import load_catalogue
from indicators.value_rules import value_rules


def target(store: Store, pack_folder: Path) -> Target:
    """Return the squares as files are brought into them."""
    pack = load_pack(pack_folder)
    return Target(
        store=store,
        pack=pack,
        areas=store.areas("squares").set_index("area_code", drop=False).rename_axis(None),
        rules=value_rules(load_catalogue(), currency=pack.currency),
        version=store.data_version("squares"),
    )


def clean_table() -> bytes:
    """Return births of the cantons in 2030 and 2031, without a problem."""
    return b"canton,births 2030,births 2031\n01,5,6\n02,7,8\n03,9,10\n04,11,12\n"


def messy_workbook(path: Path) -> Path:
    """Write a workbook with a unit note, a two-row header, unknown names, a duplicate and a misprint."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Бюджет"
    sheet.append(["Кирешелер, тыс. сом"])
    sheet.append(["Canton", "Own revenue", None])
    sheet.append([None, 2030, 2031])
    sheet.merge_cells("B2:C2")
    for row in [
        ["Ак-Талаа", "1 000,5", "1 100,5"],
        ["Көк-Өзөнгө", "2000,5", "нет"],
        ["Көк-Өзөнгө", "2000,5", "2100,5"],
        ["Total", "3001", "1"],
    ]:
        sheet.append(row)
    workbook.save(path)
    return path


def budget_workbook(path: Path) -> Path:
    """Write a budget with items down, two cantons across at three stages, a misprint and a foreign item."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Budget"
    sheet.append(["Execution of local budgets, 2030"])
    sheet.append(["Items", "Ак-Талаа", None, None, "Көк-Өзөн", None, None])
    sheet.append([None, "Plan", "Adjusted plan", "Executed", "Plan", "Adjusted plan", "Executed"])
    sheet.merge_cells("B2:D2")
    sheet.merge_cells("E2:G2")
    for row in [
        ["REVENUE"],
        ["Total revenue", 30, 31, 33, 60, 61, 62],
        ["Own revenue", 10, 11, 12, 20, 21, 22],
        ["of which: Land tax", 4, 4, 4, 5, 5, 5],
        ["Tax on clocks", 1, 1, 1, 1, 1, 1],
        ["Transfers", 20, 20, 20, 40, 40, 40],
    ]:
        sheet.append(row)
    workbook.save(path)
    return path


def canton_features() -> gpd.GeoDataFrame:
    """Return the cantons, of which the first reaches a strip into the second."""
    features = pd.DataFrame({"code": ["01", "02", "03", "04"], "name": ["One", "Two", "Three", "Four"]})
    shapes = [box(0, 0, 1.01, 1), box(1, 0, 2, 1), box(0, 1, 1, 2), box(1, 1, 2, 2)]
    return gpd.GeoDataFrame(features, geometry=shapes, crs="EPSG:4326")
