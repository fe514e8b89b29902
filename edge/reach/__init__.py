"""Asking servers: which ones, in which order, and when to try again."""
