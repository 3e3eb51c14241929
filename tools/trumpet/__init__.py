"""Start-up and trumpet curves, overall errors and bolus accuracy from a record of what was delivered."""
