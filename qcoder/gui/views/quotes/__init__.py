"""The Quotes workspace: every passage of the chosen codes, with its source, to read, sort, correct, copy and export."""

from qcoder.gui.views.quotes.view import QuotesView

__all__ = ["QuotesView"]
