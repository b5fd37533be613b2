"""A digest of a study: sixteen signs by which anybody can see whether two reports rest on the same data."""

import hashlib
import json

from qcoder.project.journal import DATA_TABLES, columns_of
from qcoder.project.read import Reader

_NOT_DATA = frozenset({"merged_step", "alias", "merge_choice", "saved_query", "sorting", "pile", "card", "suggesting"})
"""How the file came about, and what people ask and lay out, is not what they found."""
_LEFT_OUT = {"document": ("text",)}
"""A document's text stands in it by its own hash."""


def data_digest(read: Reader) -> str:
    """The first 16 hex digits of the SHA-256 of every row of data, table by table in order of ids.

    The same rows give the same digest, whatever their history; a question that is saved or a card that is moved changes nothing.
    """
    digest = hashlib.sha256()
    for table in DATA_TABLES:
        if table in _NOT_DATA:
            continue
        columns = [name for name in columns_of(read.connection, table) if name not in _LEFT_OUT.get(table, ())]
        digest.update(f"{table}({','.join(columns)})\n".encode())
        for (row,) in read.connection.execute(f"SELECT json_array({', '.join(columns)}) FROM {table} ORDER BY id"):
            digest.update(row.encode("utf-8", "surrogatepass"))
            digest.update(b"\n")
    return digest.hexdigest()[:16]


def digest_of(value: object) -> str:
    """The same for anything that JSON can hold: a choice, a table of figures."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]
