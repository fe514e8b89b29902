"""Skills that answer from what is in view, one a file."""
