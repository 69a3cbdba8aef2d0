"""What is missing, one list at a time: whom no council represents, and which bodies lack what."""
