"""What another equalization formula would do: choose it, move its numbers, see who wins and who loses."""
