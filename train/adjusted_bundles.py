"""What to know before one learns from a bundle whose scores were adjusted (`ferdesk-export --adjust`)."""

from __future__ import annotations

from pathlib import Path

from ferdesk.bundle import read_bundle
from ferdesk.train.config import RunConfig, option_of
from ferdesk.train.weights_file import is_bundle


def adjusted_notes(config: RunConfig) -> list[str]:
    """A sentence for each bundle that `config` starts from or learns from and that is adjusted.

    Raises BundleError where a bundle is missing or damaged.
    """
    notes = []
    strength = _strength(config.init) if is_bundle(config.init) else 0.0
    if strength:
        notes.append(
            f"{option_of('init')}: the scores of {Path(config.init).name} are adjusted by {strength:g} (--adjust of "
            "ferdesk-export); training starts from its weights, which are without that."
        )
    for field in ("teacher", "second_teacher"):
        bundle = str(getattr(config, field))
        strength = _strength(bundle)
        if strength:
            notes.append(
                f"{option_of(field)}: the scores of {Path(bundle).name} are adjusted by {strength:g}, and so are what "
                "is learnt from it; do not adjust this network too."
            )
    return notes


def _strength(file: str) -> float:
    return read_bundle(Path(file)).info.adjusted if file else 0.0
