"""Pure computation on tables: formulas, the catalogue, aggregation, references.

Nothing here opens a file, a connection or a clock.
"""
