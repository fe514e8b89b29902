"""The shell: gives events to the mind and carries its commands out."""
