"""Fetches models by name, for whoever sets Glint up: what is worn imports none of it (a contract in pyproject.toml)."""
