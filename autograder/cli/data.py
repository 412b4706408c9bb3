"""`handmade data`: which data sets there are, and fetching them ahead of time."""

from typing import Annotated

import typer

from autograder.cli.output import console, print_json

data = typer.Typer(help="See and fetch the data sets.", no_args_is_help=True)


@data.callback()
def datasets() -> None:
    """See and fetch the data sets."""


@data.command("list")
def list_all(as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False) -> None:
    """List the data sets, and whether they can be loaded without the network."""
    from reference_impl.data import describe, is_here, names

    sets = [(describe(name), is_here(name)) for name in names()]
    if as_json:
        fields = ("name", "title", "kind", "licence", "description")
        print_json([{field: getattr(one, field) for field in fields} | {"here": here} for one, here in sets])
        return
    from rich.table import Table
    from rich.text import Text

    drawn = Table("name", "what", "licence", "")
    for one, here in sets:
        there = "here" if here else "to be fetched"
        drawn.add_row(*(Text(cell) for cell in (one.name, one.title, one.licence, there)))
    console().print(drawn)


@data.command("get")
def get(name: Annotated[str, typer.Argument(help="A name from the list.", metavar="NAME")]) -> None:
    """Fetch a data set into the cache, so that it loads without the network."""
    from reference_impl.data import describe, fetch

    paths = fetch(name)
    one = describe(name)
    if not paths:
        console().print(f"{one.name} needs no fetching: it is {one.kind}.".replace("is ships", "ships"), markup=False)
    for path in paths:
        console().print(str(path), markup=False, soft_wrap=True)
