"""The parts of `bin/bench growth`."""
