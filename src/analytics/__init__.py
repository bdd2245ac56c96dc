"""The callback workbench: from a department's callback ledgers to its figures and reports."""

__version__ = "0.1.0"
