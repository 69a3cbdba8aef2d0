"""The Data page: what is loaded, bring a file step by step, templates to fill in."""
