"""Councils and other bodies of citizens: coverage, composition, hearings, what people say of services."""
