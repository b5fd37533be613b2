"""From files to domain values: one file per format, one grammar that finds out who speaks."""
