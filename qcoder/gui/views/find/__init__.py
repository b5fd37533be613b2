"""The Find workspace: words, patterns, and codes with codes, in all transcripts."""

from qcoder.gui.views.find.view import FindView

__all__ = ["FindView"]
