"""Simulated devices, one protocol of `edge.devices` each."""
