"""How far steps and weight may be apart before one of them must be wrong (R4)."""

HEAD_PPM = 50_000  # D2: the volume by steps is within 5 %
ZERO_UG = 60_000  # twin.figures: three times a drift of 2 mg/sqrt(day) over 60 days, and 1.5 K of 7.6 mg/K
AIR_UG_PER_DAY = 3_000  # twin.figures: three times its evaporation
SPAN_SDS = 3
DAY_S = 86_400


def joint_doubt_nl(fill_doubt_nl, drawn_nl, weight_nl, span_ppm, zero_doubt_ug, since_fill_s):
    """The sum of what each witness may be wrong by, in nL; nothing is assumed to cancel.

    fill_doubt_nl: of R5, what may have stayed at the refill. drawn_nl: by steps since then. weight_nl: left, by the
    load cell. span_ppm, zero_doubt_ug: one sd each, by its calibration.
    """
    by_steps = fill_doubt_nl + _part(drawn_nl, HEAD_PPM)
    by_weight = _part(max(0, weight_nl), SPAN_SDS * span_ppm) + ZERO_UG + SPAN_SDS * zero_doubt_ug
    return by_steps + by_weight + AIR_UG_PER_DAY * since_fill_s // DAY_S


def _part(value, ppm):
    return value * ppm // 1_000_000
