"""Rows copied into a table in the server's own binary form: neither side writes or reads text."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
from django.db import connection, models
from numpy.typing import NDArray
from psycopg.types.json import set_json_dumps

# What a column is declared as → the name its binary form goes by.
_FORMS = {
    "bigint": "int8",
    "integer": "int4",
    "smallint": "int2",
    "double precision": "float8",
    "boolean": "bool",
    "timestamp with time zone": "timestamptz",
    "character varying": "varchar",
}

_HEAD = 19  # octets before the first row of a binary copy
_held: dict[tuple[str, str, str], bool] = {}  # database, account, table → asked once a process


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Write rows into a model's table, as they are: nothing is checked or filled in.

    The rows are made before the copy begins, so that whoever makes them may ask the database.
    Values stand in the order of `columns`; those of JSON columns are encoded already (octets).
    """
    named = ", ".join(columns)
    statement = f"COPY {model._meta.db_table} ({named}) FROM STDIN (FORMAT BINARY)"
    made = list(rows)
    if _is_held_to_rows(model._meta.db_table):
        _insert_rows(model, columns, made)
        return
    with connection.cursor() as cursor:
        set_json_dumps(_as_it_is, cursor.cursor)
        with cursor.copy(statement) as copy:
            copy.set_types(_forms(model, tuple(columns)))
            for row in made:
                copy.write_row(row)


def read_numbers(query: str, params: Sequence[Any], columns: int) -> NDArray[np.int64]:
    """The rows (n, columns) of a query whose columns are all of the type bigint and never null."""
    cells = [(str(at), [("size", ">i4"), ("is", ">i8")]) for at in range(columns)]
    row = np.dtype([("fields", ">i2"), *cells])
    statement = f"COPY ({query}) TO STDOUT (FORMAT BINARY)"
    with connection.cursor() as cursor, cursor.copy(statement, params) as copy:
        octets = b"".join(copy)
    rows = np.frombuffer(octets, row, count=(len(octets) - _HEAD) // row.itemsize, offset=_HEAD)
    return np.stack([rows[f"{at}"]["is"].astype(np.int64) for at in range(columns)], axis=1)


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for rows that are about to be written, ascending."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(named.it) FROM generate_series(1, %s), (SELECT"  # looked up once
            " pg_get_serial_sequence(%s, 'id')::regclass AS it OFFSET 0) AS named",
            [count, model._meta.db_table],
        )
        return sorted(pk for (pk,) in cursor.fetchall())


def _is_held_to_rows(table: str) -> bool:
    """Whether this account sees some rows of the table only: the server lets it copy none in."""
    key = (str(connection.settings_dict["NAME"]), str(connection.settings_dict["USER"]), table)
    if key not in _held:
        with connection.cursor() as cursor:
            cursor.execute("SELECT row_security_active(%s)", [table])
            _held[key] = bool(cursor.fetchone()[0])
    return _held[key]


def _insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    forms = _forms(model, tuple(columns))
    values = ", ".join(f"%s::{form}" for form in forms)
    encoded = [at for at, form in enumerate(forms) if form == "jsonb"]
    named = ", ".join(columns)
    statement = f"INSERT INTO {model._meta.db_table} ({named}) VALUES ({values})"  # noqa: S608
    told = [list(row) for row in rows]
    for row in told:
        for at in encoded:
            row[at] = bytes(row[at]).decode()
    with connection.cursor() as cursor:
        cursor.executemany(statement, told)


@cache
def _forms(model: type[models.Model], columns: tuple[str, ...]) -> list[str]:
    by_column = {field.column: field for field in model._meta.concrete_fields}
    return [_form(by_column[column]) for column in columns]


def _form(field: "models.Field[Any, Any]") -> str:
    declared = (field.rel_db_type if field.is_relation else field.db_type)(connection) or ""
    is_list = declared.endswith("[]")
    plain = declared.removesuffix("[]").partition("(")[0]
    return _FORMS.get(plain, plain) + "[]" * is_list


def _as_it_is(encoded: bytes) -> bytes:
    return encoded
