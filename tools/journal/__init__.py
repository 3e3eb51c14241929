"""A pump's journal, read and verified without the pump: event log, dose ledger and reservation."""
