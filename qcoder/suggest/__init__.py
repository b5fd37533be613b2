"""Suggesting passages that may have been missed, from a coder's own decisions; writes nothing."""
