"""Simulated glasses: virtual time, a world with battery, heat and network, and faults that a scenario switches on."""
