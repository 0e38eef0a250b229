"""A database of its own for tests in which several connections really commit."""

from collections.abc import Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from huiyin.engine.postgres import Cluster
from tests.postgres import MIGRATED

OWN = "of_one_test"


@pytest.fixture
def own_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, postgres_cluster: Cluster
) -> Iterator[None]:
    """Within the test every thread works on a fresh migrated database, dropped afterwards."""
    postgres_cluster.create_database(OWN, template=MIGRATED)
    with django_db_blocker.unblock():
        connection.close()
        before = connection.settings_dict["NAME"]
        connection.settings_dict["NAME"] = OWN
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
            postgres_cluster.drop_database(OWN)
