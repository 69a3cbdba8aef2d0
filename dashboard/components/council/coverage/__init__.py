"""Coverage: what is asked, how it is told, its map, one area, all types at a glance, prints and files."""
