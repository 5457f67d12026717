"""The whole register compared with itself: who may have been written down twice.

It proposes, and people decide; nobody is ever joined to somebody else by a machine.
"""
