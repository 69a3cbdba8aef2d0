"""A body that somebody means to compose: filled in, held against the rules, told and kept as a file."""
