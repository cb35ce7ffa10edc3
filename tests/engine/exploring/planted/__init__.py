"""Small diagrams with one mistake each, and the same diagrams put right: what the deploy gate is held against."""

from tests.engine.exploring.planted.conditions import CONDITIONS
from tests.engine.exploring.planted.joins import JOINS
from tests.engine.exploring.planted.loops import LOOPS
from tests.engine.exploring.planted.making import Planted
from tests.engine.exploring.planted.scopes import SCOPES

ALL = [*JOINS, *LOOPS, *SCOPES, *CONDITIONS]

__all__ = ["ALL", "Planted"]
