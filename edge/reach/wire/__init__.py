"""From the bytes of a server to sentences."""
