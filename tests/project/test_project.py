"""The project's own files agree with each other, and tell nothing of the machine they were written on."""

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

CONDA_NAMES = {"torch": "pytorch"}
MACHINE = re.compile(r"(?<![\w.])/(?:home|root|Users|work|mnt|opt)/\w|[A-Z]:\\Users")
REGISTRY = re.compile(r"index-url|find-links|pypi\.org|pythonhosted|download\.pytorch\.org|anaconda\.org")
BINARY = {".png", ".gz", ".npz", ".ico"}


@pytest.fixture(scope="module")
def project(checkout: Path) -> dict[str, Any]:
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name_of(requirement: str) -> str:
    """The distribution a requirement names, in the normal spelling."""
    return re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-").replace(".", "-")


def requirements(project: dict[str, Any]) -> list[str]:
    extras = project["optional-dependencies"].values()
    return [*project["dependencies"], *(requirement for extra in extras for requirement in extra)]


def test_conda_environment_is_in_step(checkout: Path, project: dict[str, Any]) -> None:
    listed = yaml.safe_load((checkout / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    wanted = {requirement.replace(name_of(requirement), CONDA_NAMES.get(name_of(requirement), name_of(requirement)), 1)
              for requirement in project["dependencies"]}  # fmt: skip
    python = f"python{project['requires-python']}"
    assert {entry for entry in listed if isinstance(entry, str)} == wanted | {python, "pip"}


def test_dependencies_have_lower_bounds_and_no_others(project: dict[str, Any]) -> None:
    assert [entry for entry in requirements(project) if not re.fullmatch(r"[\w-]+(\[\w+\])?>=[\d.]+", entry)] == []


def test_constraints_are_exact_and_cover_what_is_needed(checkout: Path, project: dict[str, Any]) -> None:
    lines = (checkout / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []
    pinned = {name_of(pin) for pin in pins}
    tried = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {name_of(requirement) for requirement in tried} <= pinned


def tracked(checkout: Path) -> list[Path]:
    """The files that belong to the project."""
    try:
        command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
        listed = subprocess.run(command, cwd=checkout, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    paths = (checkout / name for name in listed.split("\0") if name)
    return [path for path in paths if path.is_file() and path.suffix not in BINARY]


@pytest.mark.parametrize("telltale", [MACHINE, REGISTRY], ids=["machine", "registry"])
def test_no_file_names_a_machine_or_a_registry(checkout: Path, telltale: re.Pattern[str]) -> None:
    found = []
    for path in tracked(checkout):
        if path == Path(__file__).resolve():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if telltale.search(line):
                found.append(f"{path.relative_to(checkout)}:{number}: {line.strip()[:80]}")
    assert found == []


@pytest.mark.parametrize("package", ["autograder", "reference_impl"])
def test_importing_a_package_loads_no_torch(package: str) -> None:
    script = f"import sys, {package}; print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


def test_building_needs_no_torch() -> None:
    script = "import sys, autograder.notebooks.build; print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"


@pytest.mark.slow
@pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling is not installed")
def test_the_wheel_carries_the_course(checkout: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("handmade-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
        archive.extractall(tmp_path / "installed")
    for week in (path.parent.name for path in (checkout / "curriculum").glob("*/lesson.md")):
        assert f"autograder/course/curriculum/{week}/{week}.ipynb" in inside
        assert f"autograder/course/curriculum/{week}/lesson.md" in inside
        assert f"autograder/course/solutions/{week}.ipynb" in inside
    assert "reference_impl/data/cards/registry.toml" in inside
    roots = {name.partition("/")[0] for name in inside if ".dist-info" not in name}
    assert roots == {"autograder", "reference_impl"}
    assert not [name for name in inside if "/mine/" in name or ".ipynb_checkpoints" in name]
    assert finds_its_course(tmp_path / "installed")


def finds_its_course(installed: Path) -> bool:
    """Whether the unpacked wheel, imported from its own folder, finds the course inside itself."""
    script = "from autograder import places; print(places.curriculum()); print(places.solutions())"
    answer = subprocess.run([sys.executable, "-c", script], cwd=installed, capture_output=True, text=True, check=True)
    course = installed.resolve() / "autograder" / "course"
    return answer.stdout.split() == [str(course / "curriculum"), str(course / "solutions")]
