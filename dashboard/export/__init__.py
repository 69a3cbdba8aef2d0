"""Files a person downloads: CSV, Excel and GeoPackage, each with everything needed to trust it later."""
