"""Worked cases that a lawyer or an economist can read, kept as TOML beside the tests that run them."""

import tomllib
from pathlib import Path
from typing import TypeVar

from config.loader import ConfigModel

CaseT = TypeVar("CaseT", bound=ConfigModel)


def load_cases(folder: Path, model: type[CaseT]) -> dict[str, CaseT]:
    """Every case of a folder by file and title; what a file says before its cases holds for all of them."""
    loaded = {}
    for path in sorted(folder.glob("*.toml")):
        file = tomllib.loads(path.read_text(encoding="utf-8"))
        shared = {key: value for key, value in file.items() if key != "cases"}
        for each in file["cases"]:
            loaded[f"{path.stem}: {each['title']}"] = model.model_validate(shared | each)
    return loaded
