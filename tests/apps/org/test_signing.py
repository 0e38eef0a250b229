"""Wrong tries are one count for every process of the desk."""

import os
import subprocess
import sys
from pathlib import Path

from huiyin.engine.postgres import CONSOLE, Cluster

TRIES = """
import django; django.setup()
from huiyin.apps.org import signing
from huiyin.engine.clock import real_now
for name in ("duty", "duty\\0second factor"):
    for _try in range(signing.TRIES // 2):
        signing.note_wrong_try(name, real_now())
    print(signing.is_locked(name, real_now()))
"""
ROOT = Path(__file__).parents[3]


def test_half_the_tries_here_and_half_there_lock_for_both(postgres_cluster: Cluster) -> None:
    told = {
        **os.environ, "HUIYIN_DB": postgres_cluster.url(CONSOLE), "HUIYIN_SECRET_KEY": "shared",
        "DJANGO_SETTINGS_MODULE": "huiyin.conf.worker", "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    said = [
        subprocess.check_output([sys.executable, "-c", TRIES], env=told, text=True).split()
        for _process in range(2)
    ]
    assert said == [["False", "False"], ["True", "True"]]
