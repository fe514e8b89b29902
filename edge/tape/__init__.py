"""Tapes: a session recorded in one file, and read again."""
