"""Where data enters and lives: areas and their hierarchy, readers, table schemas, the store, packs."""
