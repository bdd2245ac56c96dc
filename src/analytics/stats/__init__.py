"""Intervals and tests: numbers in, numbers out; no frames, no dates, no files."""
