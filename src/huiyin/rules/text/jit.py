"""Kernels: loops over characters and numbers, compiled once and kept beside their source.

The compiler's cache looks at one source file alone: a kernel calls no kernel of another file. Give
a kernel arrays of one kind always (a second kind compiles it a second time), and an oracle in plain
Python among the tests.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from numba import njit

_Given = ParamSpec("_Given")
_Got = TypeVar("_Got")


def jit(kernel: Callable[_Given, _Got]) -> Callable[_Given, _Got]:
    """Compile a kernel on its first call; later processes load what was compiled."""
    return cast("Callable[_Given, _Got]", njit(cache=True, nogil=True)(kernel))
