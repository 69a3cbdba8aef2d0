"""Plans and their hierarchy."""
