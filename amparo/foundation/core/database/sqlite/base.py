"""Django's SQLite backend on SQLCipher: no byte of a file in clear.

What differs from Django's own is the binding (`sqlcipher3`, which follows the standard library's
`sqlite3`), how a connection is opened, and that nothing is asked of the database before there is
one.
"""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from itertools import tee

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.utils.asyncio import async_unsafe
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2

from .encrypted_file import open_encrypted

# As Django registers them with `sqlite3`.
dbapi2.register_converter("bool", b"1".__eq__)
dbapi2.register_converter("date", base.decoder(parse_date))
dbapi2.register_converter("time", base.decoder(parse_time))
dbapi2.register_converter("datetime", base.decoder(parse_datetime))
dbapi2.register_converter("timestamp", base.decoder(parse_datetime))
dbapi2.register_adapter(Decimal, str)
dbapi2.register_adapter(datetime.date, base.adapt_date)
dbapi2.register_adapter(datetime.datetime, base.adapt_datetime)


class DatabaseFeatures(SQLiteFeatures):
    """Known of the library that is pinned: checks need not open a database, or begin one."""

    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """Each connection is opened with the key; DecryptionError says why one is not."""

    Database = dbapi2
    features_class = DatabaseFeatures

    @async_unsafe
    def get_new_connection(self, conn_params):
        connection = open_encrypted(conn_params.pop("database"), **conn_params)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        for command in filter(None, map(str.strip, self.init_commands)):  # type: ignore[attr-defined]
            connection.execute(command)
        return connection

    def create_cursor(self, name=None):
        return self.connection.cursor(factory=Cursor)


class Cursor(dbapi2.Cursor):
    """Takes the placeholders of Django (`%s`, `%(name)s`), as its own cursor does."""

    convert_query = base.SQLiteCursorWrapper.convert_query

    def execute(self, query, params=None):
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query, param_list):
        first, param_list = tee(iter(param_list))
        params = next(first, None)
        names = list(params) if params and isinstance(params, Mapping) else None
        return super().executemany(self.convert_query(query, param_names=names), param_list)
