"""What observers and people who were served say of public services: scores, ratings, costs."""
