"""The base of every error a user may read."""


class AimakError(Exception):
    """An error with a message meant for the person at the screen: what happened and what to do."""
