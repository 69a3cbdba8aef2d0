"""Budgets: who can pay for their own services, what transfers do about it, what other formulas would do."""
