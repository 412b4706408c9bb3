"""Give marks back to learning platforms: `handmade export`."""

from autograder.grading.export.export import PLATFORMS, Export, export

__all__ = ["PLATFORMS", "Export", "export"]
