"""The commands of ``aimak``, one module for each group."""
