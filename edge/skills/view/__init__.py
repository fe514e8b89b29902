"""Skills that look."""
