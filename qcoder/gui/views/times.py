"""Times in a recording and days, as people write them."""

from datetime import UTC, datetime


def clock(milliseconds: int) -> str:
    """`07:55`, `1:02:03`."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def day(milliseconds: int) -> str:
    """The day of a moment on this computer's clock: `2026-11-22`."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().strftime("%Y-%m-%d")
