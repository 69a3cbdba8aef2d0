"""From drawn boundaries to areas: columns, repair, hierarchy, schematic polygons and display geometry."""
