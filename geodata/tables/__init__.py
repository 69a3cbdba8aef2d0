"""From a sheet as it was typed to tidy observations, with every problem named by its cell."""
