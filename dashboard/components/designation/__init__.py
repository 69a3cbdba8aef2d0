"""The page of lagging regions: which rule, what it says, why, how firmly, and what helps."""
