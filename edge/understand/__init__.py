"""Finds out what a question means: its intent, and the skill that claims it."""
