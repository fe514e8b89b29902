"""The table of words that chooses among a recogniser's guesses: counted, mixed, pruned, packed."""
