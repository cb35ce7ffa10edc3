"""Trees into closures: each node becomes one Python function of a scope, made once and kept."""

from __future__ import annotations

from engine.feel.compiler import collections, functions, logic, operators, paths
from engine.feel.compiler.builder import Builder

__all__ = ["Builder", "collections", "functions", "logic", "operators", "paths"]
