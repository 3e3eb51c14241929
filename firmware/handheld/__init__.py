"""The hand-held: what the patient carries. It asks the pump over a wire and decides nothing."""
