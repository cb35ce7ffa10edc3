"""Says whether every instance is where its rows and its history say: for operators, and for the tests of faults.

Reads only, a few hundred instances at a time, each batch in one snapshot: a system at work is judged as it stood at
one moment, and memory does not grow with the store. ``manage.py verify_instances`` is the command.
"""

from __future__ import annotations

from engine.verification.findings import Difference
from engine.verification.subjects import Subject
from engine.verification.walking import register, register_whole, verify

__all__ = ["Difference", "Subject", "register", "register_whole", "verify"]
