"""What people and observers say of public services, and what they were asked."""
