"""Hearings: those that are planned, with their tasks, and those that were held."""
