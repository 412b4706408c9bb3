"""All of ours that runs beside a student's code: it needs numpy and the standard library, and knows no answer.

Inputs, and what the course lends, come in through the protocol when they are due; raw values go out. Read in this
order: calling, outcome, steps; cells and lent; protocol; child, which puts them together.
"""
