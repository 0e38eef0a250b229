"""The desk's parts under one parent."""

from huiyin.engine.supervisor.child import Child, State
from huiyin.engine.supervisor.supervisor import Supervisor

__all__ = ["Child", "State", "Supervisor"]
