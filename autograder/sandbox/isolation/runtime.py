"""What has to be readable for Python, numpy and scipy to run, found by asking such an interpreter."""

import functools
import importlib.util
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from autograder.sandbox.isolation.failure import IsolationError

PACKAGE = "autograder.sandbox.isolation"
HERE = Path(__file__).parent
LIBRARIES = ("numpy", "scipy")
LOADER = {"x86_64": Path("/lib64/ld-linux-x86-64.so.2"), "aarch64": Path("/lib/ld-linux-aarch64.so.1")}
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Runtime:
    """The pieces of the machine that a sandbox needs.

    Args:
        executable: the interpreter itself, not a virtual environment's link to it.
        stdlib: its search path without any site-packages.
        packages: numpy, scipy and the shared libraries they came with.
        system: single files: shared libraries mapped from elsewhere.
        modules: what can be imported beyond the stdlib, and where it lies.
    """

    executable: Path
    stdlib: tuple[Path, ...]
    packages: tuple[Path, ...]
    system: tuple[Path, ...]
    modules: dict[str, Path]

    def with_modules(self, modules: Mapping[str, Path]) -> Self:
        """The same with more to import."""
        return replace(self, modules={**self.modules, **{name: place.resolve() for name, place in modules.items()}})

    def command(self, main: str, settings: Mapping[str, Any]) -> list[str]:
        """The command that runs ``module:function`` on settings."""
        modules = {name: str(place) for name, place in self.modules.items()}
        text = json.dumps({**settings, "modules": modules, "main": main})
        return [str(self.executable), "-I", "-S", "-B", str(HERE / "bootstrap.py"), text]


def locate(*names: str) -> dict[str, Path]:
    """Where modules and packages lie, by their dotted names."""
    found = {}
    for name in names:
        spec = importlib.util.find_spec(name)
        if spec is None:
            raise IsolationError(f"There is no module {name} to be run inside the sandbox.")
        folders = list(spec.submodule_search_locations or ())
        found[name] = Path(folders[0] if folders else str(spec.origin)).resolve()
    return found


@functools.cache
def base_runtime() -> Runtime:
    """The runtime with nothing of ours in it but this package.

    Raises:
        IsolationError: numpy or scipy cannot be imported, or this is no Linux.
    """
    executable = Path(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
    modules = {**locate(*LIBRARIES), PACKAGE: HERE.resolve()}
    empty = Runtime(executable, (), (), (), modules)
    command = empty.command(f"{PACKAGE}.preload:describe", {})
    try:
        said = json.loads(subprocess.run(command, capture_output=True, check=True, env=ENVIRONMENT, timeout=120).stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        detail = getattr(error, "stderr", None) or str(error).encode()
        last = (detail.decode(errors="replace").strip().splitlines() or ["it said nothing"])[-1]
        raise IsolationError(f"An interpreter of its own for the sandbox did not start: {last}") from None
    stdlib = outermost([Path(place) for place in said["search"]])
    folders = [modules[name] for name in LIBRARIES]
    bundled = [folder.with_name(f"{folder.name}.libs") for folder in folders]
    packages = (*folders, *(folder for folder in bundled if folder.is_dir()))
    return Runtime(executable, stdlib, packages, system_files(said["mapped"], (*stdlib, *packages)), modules)


def outermost(places: Iterable[Path]) -> tuple[Path, ...]:
    """Those that lie in none of the others."""
    unique = dict.fromkeys(places)
    return tuple(place for place in unique if not any(other in place.parents for other in unique))


def system_files(mapped: list[str], known: tuple[Path, ...]) -> tuple[Path, ...]:
    """Mapped shared libraries outside the known folders, under every name that the loader may ask for."""
    libraries = [Path(place) for place in mapped if ".so" in Path(place).name]
    outside = [library for library in libraries if not any(folder in library.parents for folder in known)]
    names = {alias for library in outside for alias in aliases(library)}
    loader = LOADER.get(platform.machine())
    return tuple(sorted(names | ({loader} if loader is not None and loader.exists() else set())))


def aliases(library: Path) -> set[Path]:
    """A library and the links beside it that lead to it: ``libz.so.1 -> libz.so.1.2.13``."""
    beside = library.parent.glob(f"{library.name.split('.so')[0]}*.so*")
    return {library} | {link for link in beside if link.resolve() == library}
