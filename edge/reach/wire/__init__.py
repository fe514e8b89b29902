"""Reading a server's response: HTTP, events, words, sentences."""
