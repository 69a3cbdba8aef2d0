"""Which areas the cells of a table mean that were filled in with lists to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from config.i18n import N_
from geodata.area_names import split_label
from geodata.packs import Pack
from geodata.problems import Problem, Rule
from geodata.tables.checks import (
    AMBIGUOUS_AREA,
    EMPTY,
    SPELLING_BRIDGED,
    UNKNOWN_AREA,
    ZEROS_RESTORED,
    listed,
)
from geodata.tables.matching import match_areas
from geodata.tables.sheet import Sheet

AREA_LABEL_TORN = Rule(
    "area_label_torn",
    N_("{got}: name and code are not those of one area; {area} is taken."),
    N_("Check which area is meant, and choose it from the list."),
    "warning",
)

_BY_NAME = ("name", "name_tolerant")
_STATED = {"code_zeros_restored": ZEROS_RESTORED, "name_tolerant": SPELLING_BRIDGED}


class Places:
    """The areas of a country, found by code, by name or by what the lists show."""

    def __init__(self, areas: pd.DataFrame, pack: Pack) -> None:
        self._areas = areas
        self._pack = pack
        self._names = dict(zip(areas["area_code"], areas["area_name"], strict=True))

    def find(
        self, texts: pd.Series, *, sheet: Sheet, letter: str, around: pd.Series | None = None
    ) -> tuple[pd.Series, list[Problem]]:
        """Return the area codes that cells mean, and what is wrong with them.

        Args:
            texts: the cells by row, without empty ones.
            sheet: where they stand.
            letter: of the column.
            around: code of an area that is likelier to hold the one meant, by row; None where there is none.

        Returns:
            Codes by row, None where an area is unknown or may be several.
        """
        labels = self._labels(texts, around)
        found = match_areas(labels, self._areas, pack=self._pack)
        matches = found.matches.assign(got=texts)
        similar = {str(label): list(rows["area_code"]) for label, rows in found.suggestions.groupby("label")}
        problems = [
            *self._faults(matches, similar, sheet, letter),
            *self._stated(matches, sheet, letter),
            *self._torn(matches, labels, sheet, letter),
        ]
        return matches["area_code"], problems

    def _labels(self, texts: pd.Series, around: pd.Series | None) -> pd.DataFrame:
        parts = [self._parts(text) for text in texts]
        labels = pd.DataFrame(parts, index=texts.index, columns=["name", "code"], dtype=object)
        return labels if around is None else labels.assign(section=around)

    def _parts(self, text: str) -> tuple[str, str]:
        return (text, text) if text in self._names else split_label(text)

    def _faults(
        self, matches: pd.DataFrame, similar: dict[str, list[str]], sheet: Sheet, letter: str
    ) -> Iterator[Problem]:
        faulty = matches[matches["area_code"].isna()]
        for got, rows in faulty.groupby("got", sort=False):
            first = rows.iloc[0]
            params = {
                "got": got,
                "rows": listed(rows.index),
                "candidates": self._named(first["candidates"]),
                "suggestions": self._named(similar.get(first["label"], [])),
            }
            rule = AMBIGUOUS_AREA if first["method"] == "ambiguous" else UNKNOWN_AREA
            yield Problem(rule, sheet.where(int(rows.index[0]), letter), params)

    def _stated(self, matches: pd.DataFrame, sheet: Sheet, letter: str) -> Iterator[Problem]:
        for method, rule in _STATED.items():
            rows = matches[matches["method"] == method].drop_duplicates("got")
            pairs = zip(rows["got"], rows["area_code"], strict=True)
            if len(rows):
                said = listed(f"{got} = {self._names[code]} ({code})" for got, code in pairs)
                params = {"count": len(rows), "pairs": said}
                yield Problem(rule, sheet.where(int(rows.index[0]), letter), params)

    def _torn(
        self, matches: pd.DataFrame, labels: pd.DataFrame, sheet: Sheet, letter: str
    ) -> Iterator[Problem]:
        """Tell labels whose name is that of other areas than their code, or whose code is none."""
        is_label = (labels["name"] != labels["code"]) & matches["area_code"].notna()
        told = matches[is_label]
        named = match_areas(labels.loc[is_label, ["name"]], self._areas, pack=self._pack).matches
        pairs = zip(told["area_code"], told["method"], named["candidates"], strict=True)
        is_torn = [code not in candidates or method in _BY_NAME for code, method, candidates in pairs]
        torn = told[np.array(is_torn, dtype=bool)].drop_duplicates("got")
        for row, match in torn.iterrows():
            params = {"got": match["got"], "area": self._named([match["area_code"]])}
            yield Problem(AREA_LABEL_TORN, sheet.where(int(str(row)), letter), params)

    def _named(self, codes: Iterable[str]) -> str:
        return listed(f"{self._names[code]} ({code})" for code in codes) or EMPTY
