"""Monitoring of public services: the instruments as data, and the tables filled with them."""
