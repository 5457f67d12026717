"""A register of made-up people, and how well people in it are recognised."""
