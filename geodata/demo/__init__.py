"""A fictional country, generated from a seed, to show and to test everything without real data."""

from geodata.demo.country import DemoCountry, DemoPart
from geodata.demo.generate import PARTS, generate_demo
from geodata.demo.settings import DemoSettings, load_demo_settings

__all__ = ["PARTS", "DemoCountry", "DemoPart", "DemoSettings", "generate_demo", "load_demo_settings"]
