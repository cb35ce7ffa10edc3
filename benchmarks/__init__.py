"""What `bin/bench NAME` runs: one module per question, each with `main(arguments)` that returns its figures."""
