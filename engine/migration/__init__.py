"""Running instances onto another version of their process: what fits, how a run is moved, how rows follow."""
