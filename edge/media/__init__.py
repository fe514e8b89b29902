"""Arrays of pictures and sound."""
