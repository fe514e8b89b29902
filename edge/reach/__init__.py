"""Whom we ask beyond the glasses, in which order, and when again."""
