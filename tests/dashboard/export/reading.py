"""Downloads as the programs of their readers see them."""

import csv
import io

import openpyxl
import pandas as pd

from dashboard.export.csv import BYTE_ORDER_MARK


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode().removeprefix(BYTE_ORDER_MARK), newline="")))


def table(sheet: openpyxl.worksheet.worksheet.Worksheet) -> pd.DataFrame:
    head, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=head)
