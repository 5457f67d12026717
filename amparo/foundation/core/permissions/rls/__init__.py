"""The second wall: PostgreSQL itself shows a person only what the sentences of access say.

The first wall are the queries, which ask `open_to`. Should one forget, the rows of the files still
do not come: every table about people has a row-level policy, made from the same sentence.
"""
