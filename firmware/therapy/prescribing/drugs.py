"""The mixture in the reservoir: names and concentrations, the primary drug first."""

import binascii

from therapy.prescribing import hard_limits
from units.refused import Refused

MOST_DRUGS = 4
MOST_NAME = 16
MARK_BITS = 0xFFFFFF


def check(drugs):
    """Raise Refused unless it is [[name, concentration_pg_per_ml], ...]."""
    if type(drugs) not in (list, tuple) or not 1 <= len(drugs) <= MOST_DRUGS:
        raise Refused("drug", repr(drugs), "1 to %d drugs" % MOST_DRUGS, "name each drug in the mixture")
    names = []
    for drug in drugs:
        if type(drug) not in (list, tuple) or len(drug) != 2 or type(drug[0]) is not str:
            raise Refused("drug", repr(drug), "a name and a concentration", "send it as the protocol says")
        name, concentration = drug
        if not 1 <= len(name) <= MOST_NAME or not all(32 <= ord(letter) < 127 for letter in name):
            raise Refused("drug.name", repr(name), "1 to %d ASCII letters" % MOST_NAME, "shorten it")
        if name in names:
            raise Refused("drug.name", name, "named twice", "give every drug once")
        names.append(name)
        hard_limits.check("drug.concentration", concentration)


def mark(drugs):
    """A number from 1 that tells one primary drug from another: for records, which hold no text."""
    return (binascii.crc32(drugs[0][0].encode()) & MARK_BITS) + 1
