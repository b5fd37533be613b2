"""Suggest: passages that may be missing a code, one after the other; nothing is coded until it is accepted."""

from qcoder.gui.views.suggest.view import SuggestView

__all__ = ["SuggestView"]
