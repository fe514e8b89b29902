"""What this CPU can do."""

from __future__ import annotations

from pathlib import Path


def cpu_flags(cpu: Path = Path("/proc/cpuinfo")) -> frozenset[str]:
    """What an x86 CPU says that it can do; nothing where it is not asked in this way."""
    try:
        lines = cpu.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return frozenset(flag for line in lines if line.startswith("flags") for flag in line.split()[2:])


def has_vnni(cpu: Path = Path("/proc/cpuinfo")) -> bool:
    """Without it, products of bytes may overflow on x86, and are no faster than those of floats."""
    return any("vnni" in flag for flag in cpu_flags(cpu))
