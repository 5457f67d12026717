"""PostgreSQL, where a commit that only one machine may have is not reported as done.

With synchronous replication a commit waits for a second machine. When that wait is cancelled, as
during a failover, PostgreSQL answers success with a warning: the change is on one disk and may be
lost with it. CommitUnknown is raised then; the same form is sent again with the same key, and done
once either way.
"""

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorWrapper
from psycopg import Error

from ..availability import CommitUnknown

# Where the server says it from (`syncrep.c`): its words are in the server's own language.
_WAITING = "SyncRepWaitForLSN"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which listens to what the server adds to its answers."""

    is_unsure = False

    def get_new_connection(self, conn_params):
        connection = super().get_new_connection(conn_params)
        connection.add_notice_handler(self._hear)
        return connection

    def is_usable(self) -> bool:
        """Whether this connection answers, and may write: a leader that fell back may not."""
        if self.connection is None:
            return False
        try:
            answer = self.connection.execute("SHOW transaction_read_only").fetchone()
        except Error:
            return False
        return answer is not None and answer[0] == "off"

    def make_cursor(self, cursor):
        return _Cursor(cursor, self)

    def refuse_unsure(self) -> None:
        """Raise when what was just committed may be on one disk only."""
        if self.is_unsure:
            self.is_unsure = False
            raise CommitUnknown("Committed here, but not known to be anywhere else.")

    def _commit(self):
        self.is_unsure = False
        super()._commit()  # type: ignore[misc]
        self.refuse_unsure()

    def _hear(self, diagnostic) -> None:
        if diagnostic.source_function == _WAITING:
            self.is_unsure = True


class _Cursor(CursorWrapper):
    """Outside a transaction each statement commits by itself."""

    def _execute(self, sql, params, *ignored_wrapper_args):
        answer = super()._execute(sql, params, *ignored_wrapper_args)  # type: ignore[misc]
        self.db.refuse_unsure()
        return answer

    def _executemany(self, sql, param_list, *ignored_wrapper_args):
        answer = super()._executemany(sql, param_list, *ignored_wrapper_args)  # type: ignore[misc]
        self.db.refuse_unsure()
        return answer
