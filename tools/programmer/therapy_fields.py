"""The fields of a therapy: what is typed goes into the form, and a refusal stands beside the field that it names."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from programmer.look import card, heading
from programmer.therapy_form import Drug, Period, TherapyForm

MODES = {
    "simple": "Simple continuous",
    "flex": "Flex: a week of periods",
    "minimum": "Minimum rate",
    "stopped": "Stopped",
}
POLICIES = {
    "": "say nothing",
    "minimum": "run the minimum rate",
    "stop": "stop",
    "lowest period": "run the lowest period",
}
POLICIES_OF = {"simple": ("", "minimum", "stop"), "flex": ("minimum", "stop", "lowest period")}
MOST_DRUGS = 4


class TherapyFields:
    """form: what is edited. changed: called after every change of it. `build` may be called again, for another form."""

    def __init__(self, form: TherapyForm, changed: Callable[[], None]) -> None:
        self.form = form
        self._changed = changed
        self._inputs: dict[str, list[ui.input]] = {}
        self._place = ui.element("div").style("display: grid; gap: 1rem")

    def build(self) -> None:
        """Draw every field of the form, as its mode wants."""
        self._inputs = {}
        self._place.clear()
        with self._place:
            self._reservoir()
            self._drugs()
            self._infusion()
            self._bolus()
            self._limits()

    def show_wrong(self, field: str, said: str) -> bool:
        """Put what is wrong beside the field; all others are right. False if there is no such field here."""
        for inputs in self._inputs.values():
            for one in inputs:
                one.error = None
        found = self._inputs.get(field) or self._inputs.get(field.replace("period.", "period 1."))
        for one in found or []:
            one.error = said
        return bool(found)

    def _input(self, holder: Any, name: str, path: str, label: str, example: str) -> ui.input:
        def typed() -> None:
            setattr(holder, name, made.value or "")
            self._changed()

        made = ui.input(label, value=getattr(holder, name), placeholder=example, on_change=typed)
        made.props(f'outlined dense hide-bottom-space autocomplete=off data-path="{path}"')
        self._inputs.setdefault(path, []).append(made)
        return made

    def _reservoir(self) -> None:
        with card():
            heading("Reservoir and catheter")
            with ui.element("div").classes("grid2"):
                self._input(self.form, "capacity", "reservoir.capacity", "Capacity", "20 mL")
                self._input(self.form, "filled", "reservoir.filled", "Filled at the start", "20 mL")
                self._input(self.form, "low_alarm", "reservoir.low_alarm", "Low alarm at", "2 mL")
                self._input(self.form, "catheter", "catheter.volume", "Catheter and tubing", "0.22 mL")

    def _drugs(self) -> None:
        with card():
            heading("Drugs in the mixture")
            for place, drug in enumerate(self.form.drugs):
                with ui.element("div").classes("row nowrap"):
                    self._input(
                        drug, "name", "drug.name", "Primary drug" if place == 0 else "Drug", "morphine"
                    ).classes("grow")
                    self._input(drug, "concentration", "drug.concentration", "Concentration", "10 mg/mL").classes(
                        "grow"
                    )
                    if place:
                        self._remove(self.form.drugs, place, f"Remove drug {place + 1}")
            if len(self.form.drugs) < MOST_DRUGS:
                self._add("Add a drug", lambda: self.form.drugs.append(Drug()))

    def _infusion(self) -> None:
        with card():
            heading("Infusion")

            def choose_mode() -> None:
                self.form.mode = str(mode.value)
                allowed = POLICIES_OF.get(self.form.mode, ("",))
                if self.form.clock_lost not in allowed:
                    self.form.clock_lost = allowed[0]
                self.build()
                self._changed()

            mode = ui.select(MODES, label="Mode", value=self.form.mode, on_change=choose_mode).props("outlined dense")
            mode.props('data-what="infusion.mode"')
            if self.form.mode == "simple":
                self._input(self.form, "dose", "infusion.dose", "Dose of the primary drug", "2.5 mg/day")
            if self.form.mode == "minimum":
                self._input(self.form, "rate", "infusion.rate", "Rate", "0.006 mL/day")
            if self.form.mode == "flex":
                self._periods()
            if self.form.mode in POLICIES_OF:
                self._policy()

    def _policy(self) -> None:
        def choose() -> None:
            self.form.clock_lost = str(policy.value)
            self._changed()

        allowed = {name: POLICIES[name] for name in POLICIES_OF[self.form.mode]}
        policy = ui.select(allowed, label="If the pump time is lost", value=self.form.clock_lost, on_change=choose)
        policy.props("outlined dense").props('data-what="infusion.clock_lost"')

    def _periods(self) -> None:
        ui.label("A period lasts until the next one of its day; the first of each day begins at 00:00.").classes(
            "soft small"
        )
        for place, period in enumerate(self.form.periods):
            path = f"infusion.period {place + 1}."
            with ui.element("div").classes("row nowrap"):
                self._input(period, "days", path + "days", "Days", "mon-fri, sun").classes("grow")
                self._input(period, "start", path + "from", "From", "08:00").classes("grow")
                self._input(period, "dose", path + "dose", "Dose", "3 mg/day").classes("grow")
                if len(self.form.periods) > 1:
                    self._remove(self.form.periods, place, f"Remove period {place + 1}")
        self._add("Add a period", lambda: self.form.periods.append(Period(start="", dose="")))

    def _bolus(self) -> None:
        with card():
            heading("Patient bolus")

            def turn() -> None:
                self.form.has_bolus = bool(may.value)
                self.build()
                self._changed()

            may = ui.switch("The patient may ask for a bolus", value=self.form.has_bolus, on_change=turn).mark(
                "patient_bolus"
            )
            if self.form.has_bolus:
                with ui.element("div").classes("grid2"):
                    self._input(self.form, "bolus_dose", "patient_bolus.dose", "Dose", "0.1 mg")
                    self._input(self.form, "bolus_over", "patient_bolus.over", "Over", "5 min")
                    self._input(self.form, "bolus_lockout", "patient_bolus.lockout", "Lockout", "4 h")
                    self._input(self.form, "bolus_most", "patient_bolus.most_per_day", "Most in 24 h", "4")

    def _limits(self) -> None:
        with card():
            heading("Limits of this therapy")
            with ui.element("div").classes("grid2"):
                self._input(self.form, "max_dose", "limits.max_dose_per_day", "Dose in any 24 h, all sources", "6 mg")
                self._input(self.form, "max_rate", "limits.max_rate", "Rate", "12 mL/day")

    def _add(self, text: str, add: Callable[[], None]) -> None:
        def clicked() -> None:
            add()
            self.build()
            self._changed()

        ui.button(text, icon="add", on_click=clicked).props("flat dense no-caps").style("align-self: flex-start")

    def _remove(self, rows: list[Any], place: int, label: str) -> None:
        def clicked() -> None:
            del rows[place]
            self.build()
            self._changed()

        ui.button(icon="close", on_click=clicked).props(f'flat round dense aria-label="{label}"')
