"""What survives a reset: the ledger of doses, the therapy, the calibration, the pump's identity."""
