"""A scripted server for reasoning, with every bad answer that a server can give."""
