"""The web server: reads each request whole before a view runs, so that slow lines cost nobody.

An event loop reads what arrives and sends what is answered; views run in threads and wait for
neither. decisions/0035 says why.
"""
