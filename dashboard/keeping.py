"""Whether this server is one on which the registers of councils are kept."""

from __future__ import annotations

import os

VARIABLE = "AIMAK_KEEP_REGISTERS"
"""Of the environment; ``aimak serve --keep-registers`` sets it."""
ON = "on"


def keep_registers() -> None:
    """Let whoever reaches this server see the rows of members, and change registers."""
    os.environ[VARIABLE] = ON


def keeps_registers() -> bool:
    """Whether rows of members are shown and registers can be changed; never so unless it was asked for."""
    return os.environ.get(VARIABLE) == ON
