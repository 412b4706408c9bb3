"""The checks prove themselves: right answers pass, wrong ones fail and are named, mutants are caught."""

from autograder.proof.evidence import ExerciseProof
from autograder.proof.prove import prove, prove_exercise
from autograder.proof.report import details, markdown, summary, table

__all__ = ["ExerciseProof", "details", "markdown", "prove", "prove_exercise", "summary", "table"]
