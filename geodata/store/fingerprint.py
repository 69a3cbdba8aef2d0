"""Short names for states of the store, by which caches know that something changed."""

import hashlib
from collections.abc import Iterable

LENGTH = 16


def fingerprint(lines: Iterable[str]) -> str:
    """Return a short hash of ``lines``."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:LENGTH]
