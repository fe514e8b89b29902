"""How a wake net is made: its sounds, what is done to them, what it learns, and what it is worth."""
