"""Councils and other bodies of citizens: the register of a country, and what its pack knows of them."""

from geodata.councils.pack import CouncilPack, load_council_pack
from geodata.councils.register import Register

__all__ = ["CouncilPack", "Register", "load_council_pack"]
