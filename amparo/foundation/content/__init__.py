"""The texts of guidance as data: their grammar, segments, digests and outside formats. Pure.

`grammar` says what a text may hold, `segments` what a translation is measured by, the other
modules bring a text into and out of each outside format. No database, no settings, no clock.
"""
