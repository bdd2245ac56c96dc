"""Ledgers as offices keep them: from a file to rows in the canonical form, with a finding for whatever was not understood.

Importing it does nothing: a process that only reads the cells of a workbook is there at once.
"""
