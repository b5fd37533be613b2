"""Memos and the journal: the box to write one wherever a thing is shown, and the workspace with all of them."""
