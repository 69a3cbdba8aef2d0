"""Configuration as data: the TOML files of the product and the one loader that reads them."""

from config.errors import AimakError
from config.loader import CONFIG_DIR, ConfigError, load_toml

__all__ = ["CONFIG_DIR", "AimakError", "ConfigError", "load_toml"]
