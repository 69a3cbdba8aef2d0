"""Everything a person or a client touches: pages, components, routes and the command line."""
