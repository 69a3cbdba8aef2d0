"""Plans of involvement: that of a municipality, and all of them at a glance."""
