"""The desktop simulator: glasses in a browser."""
