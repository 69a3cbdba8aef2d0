"""Addresses beside the pages: geometry, names, values, assets and health."""
