"""What a sentence says: no model, no I/O."""
