"""Widgets that know nothing of the project: they are given plain values and emit signals."""
