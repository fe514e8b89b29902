"""Moments that tests agree on."""

from __future__ import annotations

from datetime import UTC, datetime

NOON = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)  # a Tuesday
