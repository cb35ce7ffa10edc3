"""The parts of `bin/bench step`."""
