"""All attacks by name, family by family."""

from tests.attacks import (
    cheating_notebooks,
    files,
    introspection,
    lent,
    lying_objects,
    memory_and_time,
    monkeypatching,
    network,
    notebook_damage,
    odd_files,
    output,
    process,
    protocol,
    wrong_types,
)
from tests.attacks.attack import Attack

FAMILIES: dict[str, dict[str, Attack]] = {
    "process": process.CORPUS,
    "memory and time": memory_and_time.CORPUS,
    "files": {**files.CORPUS, **odd_files.CORPUS},
    "network": network.CORPUS,
    "output": output.CORPUS,
    "protocol": protocol.CORPUS,
    "introspection": {**introspection.CORPUS, **lent.CORPUS},
    "monkeypatching": monkeypatching.CORPUS,
    "lying objects": lying_objects.CORPUS,
    "wrong types": wrong_types.CORPUS,
    "notebook damage": {**notebook_damage.CORPUS, **cheating_notebooks.CORPUS},
}
CORPUS = {f"{family}: {name}": attack for family, attacks in FAMILIES.items() for name, attack in attacks.items()}
