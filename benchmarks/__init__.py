"""Measuring the pages people wait for, in a made-up world as large as a country's."""
