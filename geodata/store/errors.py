"""The error of the store."""

from config.errors import AimakError


class StoreError(AimakError):
    """The store cannot do what was asked; nothing of it has been written."""
