"""How firm a designation is: a criterion or a year left out, a threshold moved, values in error."""
