"""The detector of the second witness: what the load cell says against what the steps say."""
