"""Deduplication of the register: who may have been registered twice.

It proposes, and people decide; no record is ever merged by a machine.
"""
