"""Tables that were made at once have everything their models say."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def test_the_database_has_every_column_index_and_constraint_of_the_models() -> None:
    missing = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            meta = model._meta
            if not meta.managed:
                continue
            found = connection.introspection.get_constraints(cursor, meta.db_table)
            told = connection.introspection.get_table_description(cursor, meta.db_table)
            columns = {column.name for column in told}
            names = {one.name for one in (*meta.indexes, *meta.constraints)}
            missing += sorted(names - set(found))
            missing += sorted({field.column for field in meta.concrete_fields} - columns)
            joined = {one["columns"][0] for one in found.values() if one["foreign_key"]}
            related = {
                field.column
                for field in meta.concrete_fields
                if getattr(field, "db_constraint", False)
            }
            missing += [f"{meta.db_table}.{name} refers to nothing" for name in related - joined]
    assert missing == []
