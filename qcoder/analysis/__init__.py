"""Counting: from codings to figures whose unit and denominator are always said."""
