"""The desktop simulator."""
