"""Models as bytes: small, the same for the same model, and read without running anything."""

import json
from dataclasses import asdict
from functools import lru_cache
from importlib import resources
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

import numpy as np

from huiyin.rules.text.calibration import Curve
from huiyin.rules.text.linear import Model, Task


@lru_cache(maxsize=1)
def shipped() -> Model:
    """Read the model that comes with the desk."""
    file = resources.files("huiyin") / "data" / "models" / "shipped.npz"
    return from_bytes(file.read_bytes())


def to_bytes(model: Model) -> bytes:
    """Write a model."""
    about = {
        "version": model.version, "size": model.size, "longest": model.longest,
        "zones": model.zones, "tasks": [asdict(task) for task in model.tasks],
    }  # fmt: skip
    file = BytesIO()
    np.savez_compressed(
        file,
        about=np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8),
        slots=np.diff(model.slots, prepend=np.int32(0)),
        rarity=model.rarity.astype(np.float16),
        weights=np.ascontiguousarray(model.weights.T),
        scales=model.scales, biases=model.biases, lexical=model.lexical,
    )  # fmt: skip
    return file.getvalue()


def from_bytes(data: bytes) -> Model:
    """Read a model that `to_bytes` wrote. Raises ValueError for anything else."""
    try:
        with np.load(BytesIO(data), allow_pickle=False) as kept:
            about = json.loads(kept["about"].tobytes())
            return Model(
                about["version"], about["size"], about["longest"],
                tuple(about["zones"]), tuple(_task(task) for task in about["tasks"]),
                np.cumsum(kept["slots"], dtype=np.int32), kept["rarity"].astype(np.float32),
                np.ascontiguousarray(kept["weights"].T), kept["scales"], kept["biases"],
                kept["lexical"],
            )  # fmt: skip
    except (KeyError, TypeError, ValueError, EOFError, OSError, BadZipFile) as error:
        raise ValueError(f"not a model: {error}") from error


def _task(about: dict[str, Any]) -> Task:
    curve = Curve(tuple(about["curve"]["scores"]), tuple(about["curve"]["confidences"]))
    return Task(
        about["name"], tuple(about["labels"]), tuple(about["expected"]), curve, about["doubt"]
    )
