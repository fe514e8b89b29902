"""All that leaves the glasses: what may, what is hidden first, and the receipt of it."""
