"""The roller head of the default rig."""

NAME = "ROLLER"
NOT_DRIVEN = ""
HEAD = {
    "volume_per_revolution_nl": 60_000,  # source: the default rig; calibration replaces it
    "rollers": 3,  # source: the default rig
    "tube_life_revolutions": 50_000,  # source: assumed, a tenth of what makers give soft tubing at 100 rpm
}
