"""The first thing that runs in a sandbox, as a script: ``python -I -S -B bootstrap.py SETTINGS``.

SETTINGS is JSON: ``modules``, where each module lies that exists in there, and ``main``, the ``module:function`` to
call with the settings. Nothing else can be imported but the standard library, and no parent package is run.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType


class GivenModules(importlib.abc.MetaPathFinder):
    """Finds the modules that were given, wherever they lie, and makes empty packages of their parents."""

    def __init__(self, places: dict[str, str]) -> None:
        self.places = {name: Path(place) for name, place in places.items()}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's spec, or None for one that was not given."""
        place = self.places.get(name)
        if place is not None and place.suffix == ".py":
            return importlib.util.spec_from_file_location(name, place)
        if place is not None and (place / "__init__.py").exists():
            return importlib.util.spec_from_file_location(
                name, place / "__init__.py", submodule_search_locations=[str(place)]
            )
        if place is None and not any(given.startswith(f"{name}.") for given in self.places):
            return None
        spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [] if place is None else [str(place)]
        return spec


def main() -> None:
    """Forget what was inherited, then run what was asked for."""
    os.closerange(3, 4096)
    settings = json.loads(sys.argv[1])
    sys.argv[1:] = []
    sys.meta_path.insert(0, GivenModules(settings["modules"]))
    module, function = settings["main"].split(":")
    getattr(importlib.import_module(module), function)(settings)


if __name__ == "__main__":
    main()
