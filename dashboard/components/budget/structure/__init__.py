"""One budget: what it is made of over time, beside its peers and against the norms."""
