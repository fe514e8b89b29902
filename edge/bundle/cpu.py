"""Reads which instructions this CPU has."""

from __future__ import annotations

from pathlib import Path


def cpu_flags(cpu: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """The flags of an x86 CPU in /proc/cpuinfo; empty on other machines."""
    try:
        lines = cpu.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(flag for line in lines if line.startswith("flags") for flag in line.split()[2:])


def has_vnni(cpu: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the CPU has VNNI. Without it int8 products may overflow on x86, and are no faster than floats."""
    return any("vnni" in flag for flag in cpu_flags(cpu))
