"""A 10 mL syringe pushed by a threaded rod: described, and not driven."""

NAME = "SYRINGE"
NOT_DRIVEN = "a syringe needs DIR and two end stops, and the firmware drives neither"
HEAD = {
    "bore_um": 14_500,  # source: syringe tables of syringe pump makers, BD Plastipak 10 mL, 14.5 mm
    "travel_um_per_revolution": 800,  # source: ISO 261, M5 coarse thread, pitch 0.8 mm, one start
    "stroke_um": 60_000,  # source: 10 mL over the bore's area, 60.6 mm, rounded down
    "end_stops": 2,  # source: the head's own need, full and empty
    "end_stop_open": 1,  # source: assumed, normally closed switches to ground, so that a broken wire reads as reached
}
