"""Reports: notebooks run, page and workbook written from the same results, whole or not at all."""
