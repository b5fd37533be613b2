"""qcoder: qualitative coding of interview transcripts, offline, with every change a step."""

__version__ = "0.1.0"
