"""Which methods of measuring budget provision there are, and which are only known by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from pydantic import Field, RootModel, model_validator

from config.loader import CONFIG_DIR, ConfigModel, load_toml
from indicators.catalogue import InterfaceTexts


class ProvisionMethod(ConfigModel):
    """A method; ``pending`` where its text is not at hand and nothing can be computed by it."""

    title: InterfaceTexts
    status: Literal["default", "pending"]
    country: str | None = None
    """The pack whose official method it is; none means it is official in none of them."""
    reference: str = Field(min_length=1)
    note: InterfaceTexts
    """What a reader must know before trusting a result."""
    small_settlement_below: int | None = Field(default=None, gt=0)
    """Settlements of fewer residents count in its correction for dispersion; none means it has no such."""


class ProvisionMethods(RootModel[dict[str, ProvisionMethod]]):
    """``budget_methods.toml``: methods by id."""

    @model_validator(mode="after")
    def _one_default(self) -> ProvisionMethods:
        defaults = [each for each, method in self.root.items() if method.status == "default"]
        if len(defaults) != 1:
            raise ValueError(f"expected one method with the status default, got {defaults}")
        return self


@cache
def load_provision_methods() -> Mapping[str, ProvisionMethod]:
    """Read the methods, by id; the default is what :mod:`indicators.budget.provision` computes.

    Raises:
        ConfigError: naming file and key of each fault.
    """
    return load_toml(CONFIG_DIR / "budget_methods.toml", ProvisionMethods).root


def default_method(methods: Mapping[str, ProvisionMethod]) -> ProvisionMethod:
    """Return the one that is computed."""
    return next(method for method in methods.values() if method.status == "default")


def methods_in(methods: Mapping[str, ProvisionMethod], country: str) -> dict[str, ProvisionMethod]:
    """Return the methods to name in a country: the default and its own."""
    return {each: method for each, method in methods.items() if method.country in (None, country)}
