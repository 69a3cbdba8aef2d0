"""Other rates of shared taxes: the rates, what they would do, and files of it."""
