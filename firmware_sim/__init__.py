"""Glasses made of software: time that jumps, a world with physics, and faults that can be switched on and off."""
