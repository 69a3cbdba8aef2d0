"""Debts held against the limits of the law: of all areas on a map and in a table, of one over time."""
