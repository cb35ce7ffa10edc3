"""What a process has loaded when it begins its work lives as long as the process."""

import gc


def begun() -> None:
    """Let the collector leave alone what is there now. Else it goes through all of it for every thousandth step: a
    tenth of a second each time, in which nobody is served and other processes' caches are emptied.
    """
    gc.collect()
    gc.freeze()
