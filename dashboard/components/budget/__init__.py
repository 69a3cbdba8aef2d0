"""The page of budgets: who can pay for their own services, who cannot, and what transfers do about it."""
