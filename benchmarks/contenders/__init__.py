"""Other engines, measured beside ours. Each lives in an environment of its own and is no part of the product."""
