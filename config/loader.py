"""Read a TOML file into a pydantic model, naming file and key of whatever is wrong with it."""

from __future__ import annotations

import tomllib
from os import PathLike
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from config.errors import AimakError

CONFIG_DIR = Path(__file__).parent

LONGEST_QUOTE = 200
"""Characters of a faulty value in a message; a fault of a whole table would quote all of it."""

ModelT = TypeVar("ModelT", bound=BaseModel)


class ConfigModel(BaseModel):
    """Base of every configuration model: immutable; an unknown key or an infinite number is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ConfigError(AimakError):
    """A configuration file or text that cannot be used; the message names it and every faulty key."""

    def __init__(self, path: Path | str, faults: list[str]) -> None:
        self.path = path
        self.faults = faults
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


def load_toml(path: Path, model: type[ModelT]) -> ModelT:
    """Read ``path`` and validate it as ``model``.

    Raises:
        ConfigError: the file is missing, is no TOML, or has missing, unknown or ill-typed keys;
            all faults are listed, each with its dotted key.
    """
    return parse_toml(read_text(path), model, name=path)


def read_text(path: Path) -> str:
    """Return the text of a configuration file.

    Raises:
        ConfigError: it is missing, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigError(path, ["expected a file here, found none"]) from None
    except UnicodeDecodeError as error:
        raise ConfigError(path, [f"expected TOML in UTF-8, got: {error}"]) from error


def parse_toml(text: str, model: type[ModelT], *, name: Path | str, longest: int | None = None) -> ModelT:
    """Read TOML and validate it as ``model``.

    Args:
        text: the TOML; may be hostile.
        model: what it describes.
        name: what errors call it.
        longest: so many characters it may have; without, any number.

    Raises:
        ConfigError: it is too long or no TOML, or has missing, unknown or ill-typed keys; all faults are
            listed.
    """
    if longest is not None and len(text) > longest:
        raise ConfigError(name, [f"expected at most {longest:,} characters, got {len(text):,}"])
    try:
        data = tomllib.loads(text)
    # A number of thousands of digits is a ValueError like a fault of TOML, deep nesting is none.
    except (ValueError, RecursionError) as error:
        raise ConfigError(name, [f"expected TOML in UTF-8, got: {error}"]) from error
    return validate(data, model, name=name)


def validate(data: object, model: type[ModelT], *, name: Path | str) -> ModelT:
    """Return ``data`` as ``model``.

    Raises:
        ConfigError: it has missing, unknown or ill-typed keys; all faults are listed, each with its key.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ConfigError(name, [_fault(detail) for detail in error.errors()]) from error


def load_toml_folder(folder: PathLike[str], model: type[ModelT]) -> dict[Path, ModelT]:
    """Read every ``*.toml`` directly in ``folder`` as ``model``: by path, in the order of the names.

    Raises:
        ConfigError: there is none, or some have faults; the faults of all files are listed together.
    """
    loaded: dict[Path, ModelT] = {}
    faults: list[str] = []
    for path in sorted(Path(folder).glob("*.toml")):
        try:
            loaded[path] = load_toml(path, model)
        except ConfigError as error:
            faults += [f"{path.name}: {fault}" for fault in error.faults]
    if not loaded and not faults:
        faults = ["expected TOML files here, found none"]
    if faults:
        raise ConfigError(Path(folder), faults)
    return loaded


def _fault(detail: ErrorDetails) -> str:
    key = ".".join(str(part) for part in detail["loc"]) or "(top level)"
    return f"key {key}: {detail['msg']}, got {_quoted(detail['input'])}"


def _quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
