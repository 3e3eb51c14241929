"""Conversion constants, each in one place."""

MILLION = 1_000_000
US_PER_S = 1_000_000
DAY_S = 86_400
DAY_US = DAY_S * US_PER_S
FL_PER_NL = 1_000_000
FL_PER_ML = 1_000_000_000_000
