"""Ledgers as offices keep them: from a file to rows in the canonical form, with a finding for whatever was not understood."""

from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import digest_of
from analytics.ledger.rows import LedgerFile, SetAside, SheetRows

__all__ = ["LedgerFile", "ReadingProfile", "SetAside", "SheetRows", "digest_of", "parse_file"]
