"""Tapes played again, compared, and made fit to be shared."""
