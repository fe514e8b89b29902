"""The loop round the mind."""
