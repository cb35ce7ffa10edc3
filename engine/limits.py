"""How much one model, one step and one instance may use; what goes beyond is refused with a sentence or becomes an
incident.
"""

from __future__ import annotations

MODEL_BYTES = 2 * 1024 * 1024
MODEL_ELEMENTS = 5_000
STEPS_A_TRANSACTION = 20_000
CALL_DEPTH = 20
MULTI_INSTANCE = 10_000
STATE_BYTES = 4 * 1024 * 1024
DATA_BYTES = 1024 * 1024
#: How much of what can happen the deploy gate looks at in one process; beyond it says that it did not see all.
GATE_STATES = 2_000
GATE_STEPS = 1_500
#: Questions answered one way within one step; who asks more goes round without it being known for how long.
GATE_QUESTIONS = 200
