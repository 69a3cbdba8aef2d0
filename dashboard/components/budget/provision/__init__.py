"""Who can pay for their own services: the basis, the map, the tables, one area, and how unequal they are."""
