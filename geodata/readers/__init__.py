"""The one place that opens data files."""
