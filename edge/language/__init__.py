"""Language without a model and without I/O: numbers, times, nouns, and questions about what is in view."""
