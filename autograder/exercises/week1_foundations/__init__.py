"""Week 1: activations, losses, the linear layer."""

from autograder.exercises.week import Week
from autograder.exercises.week1_foundations.softmax import SOFTMAX, SOFTMAX_BACKWARD

WEEK = Week(
    key="week1_foundations",
    number=1,
    title="Foundations",
    exercises=(SOFTMAX, SOFTMAX_BACKWARD),
    provided=(),
)
