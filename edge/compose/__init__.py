"""Chooses the implementations and puts a running Glint together; nothing else does."""
