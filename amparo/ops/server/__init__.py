"""How requests reach the pages: read whole before a page begins, so that a slow line costs nobody.

An event loop reads what arrives and sends what is answered; pages run in threads and wait for
neither. decisions/0035 says why.
"""
