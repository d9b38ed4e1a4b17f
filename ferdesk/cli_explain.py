"""`ferdesk explain`: on which parts of a face the answer hangs."""

from __future__ import annotations

from ferdesk import cli_options as o
from ferdesk.console import console, write_json


def explain(
    image: o.Picture,
    out: o.MapOutput,
    largest: o.Largest = False,
    bundle: o.Bundle = None,
    provider: o.Provider = "cpu",
    threads: o.Threads = 1,
    force: o.Force = False,
    json_file: o.Json = None,
) -> None:
    """Show on which parts of each face the answer hangs: where covering them takes most of its score away.

    The picture has a row a face, the largest first: the crop that the network sees, the map over it, and what is left
    of the score with eyes, brows, nose, mouth … covered.
    """
    from ferdesk.explain import ExplainOptions, print_explained, run_explain

    explained = run_explain(ExplainOptions(image, out, largest, bundle, provider, threads, force))
    print_explained(explained, console)
    console.print(f"The map is in {out}", markup=False, soft_wrap=True)
    write_json(json_file, {"faces": [one.to_json() for one in explained]})
