"""The figures of one report, computed once; page and workbook read only these."""
