"""Moments as people read them."""

from datetime import UTC, datetime


def moment(at: int) -> str:
    """Milliseconds UTC as this computer's `2026-05-31 14:05`."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
