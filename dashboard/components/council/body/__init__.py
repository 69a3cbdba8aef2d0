"""One body: its public sheet, its history, and how keepers change it."""
