"""The ledger of cases (台账): its columns, its rows, as a workbook out and in."""
