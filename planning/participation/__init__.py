"""Hearings and the involvement of residents: what is to be done by when, as the country's rules say."""
