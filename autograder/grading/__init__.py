"""Grading: taking submissions in, judging them, keeping what was found, giving it back."""
