"""Imports of files: their columns and rows, what is wrong with them, what is made of them.

`models` holds the fields and steps that every imported file has, `pipeline` the two jobs:
checking a file, and importing it. Which problems there are, and their texts, stand in
`core.spreadsheets.validation`.
"""
