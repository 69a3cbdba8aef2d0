"""The names of the ways to cut values into map classes; apart, so that to name one loads no statistics."""

from __future__ import annotations

from typing import Literal

Scheme = Literal["quantiles", "equal_interval", "fisher_jenks", "pretty_breaks", "user_defined"]
