"""What councils, hearings and plans have to do by when, as one calendar."""
