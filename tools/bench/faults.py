"""What can be done at the bench by a click: which button stands where, and the amounts that it starts with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bench.controls import FILL


@dataclass(frozen=True, slots=True)
class Deed:
    """do: an action of a scenario, or FILL. amounts: its settings with what stands in their fields at first."""

    title: str
    do: str
    amounts: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    deeds: tuple[Deed, ...]


GROUPS = (
    Group(
        "Line",
        (
            Deed("Kink the catheter", "occlude"),
            Deed("Clear the kink", "clear-occlusion"),
            Deed("Free flow", "free-flow", {"rate": "5 mL/h", "for": "10 min"}),
            Deed("Air in the line", "air", {"volume": "200 uL"}),
        ),
    ),
    Group(
        "Motor and power",
        (
            Deed("Stall the rotor", "stall", {"for": "1 h"}),
            Deed("Cut the motor's supply", "motor-supply-cut", {"for": "10 min"}),
            Deed("Cut the power", "power-cut", {"for": "30 s"}),
        ),
    ),
    Group(
        "Load cell",
        (
            Deed("Unplug it", "load-cell-unplug"),
            Deed("Plug it in", "load-cell-plug"),
            Deed("It sticks", "load-cell-stuck", {"for": "1 h"}),
            Deed("It is noisy", "load-cell-noisy", {"noise": "50 mg", "for": "1 h"}),
            Deed("Its zero moves", "load-cell-drift", {"by": "500 mg"}),
            Deed("Put a known mass on", "put-on-cell", {"mass": "50 g"}),
            Deed("Take it off", "take-off-cell"),
        ),
    ),
    Group(
        "Reservoir",
        (
            Deed("Fill, pump not told", FILL, {"withdrawn": "20 mL", "filled": "20 mL", "concentration": "20 mg/mL"}),
            Deed("Refill, pump told", "refill", {"withdrawn": "0 mL", "filled": "0 mL", "actual_filled": "0 mL"}),
        ),
    ),
    Group(
        "People",
        (
            Deed("Press the patient's button", "patient-bolus"),
            Deed("Hold it: service mode", "hold-button", {"for": "11 s"}),
            Deed("Acknowledge all alarms", "acknowledge"),
            Deed("Stop delivery", "stop"),
            Deed("Start delivery", "start"),
        ),
    ),
)
WORDS = {"actual_filled": "really filled"}
