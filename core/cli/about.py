"""Commands that tell what there is: models, heads, this machine."""

from __future__ import annotations

import click

from .app import cli
from .options import json_option
from .showing import show


@cli.command()
@click.argument("name", required=False)
@json_option
def models(name: str | None, as_json: bool) -> None:
    """List the models by their cards, or show one with its options."""
    from .. import models as registry

    if name:
        card, options = registry.card(name), registry.option_docs(name)
        lines = [f"{key}: {value}" for key, value in card.to_dict().items()]
        lines += ["", *(f"--set {key}=…  {text}" for key, text in options.items())]
        show(card.to_dict() | {"options": options}, as_json, "\n".join(lines))
        return
    cards = registry.cards()
    width = max(len(card.name) for card in cards)
    lines = [f"{card.name:{width}}  {card.title} [{card.licence}]" for card in cards]
    show({"models": [card.to_dict() for card in cards]}, as_json, "\n".join(lines))


@cli.command()
@click.argument("name", required=False)
@json_option
def heads(name: str | None, as_json: bool) -> None:
    """List the heads, or show one with its options."""
    from ..probes import HEADS, find_head, head_options

    if name:
        head, options = find_head(name), head_options(name)
        about = {"name": head.name, "title": head.title, "kinds": list(head.kinds)}
        lines = [f"{head.name}: {head.title}, for {' or '.join(head.kinds)}", ""]
        lines += [f"--set {key}=…  {text}" for key, text in options.items()]
        show(about | {"options": options}, as_json, "\n".join(lines))
        return
    found = [{"name": h.name, "title": h.title, "kinds": list(h.kinds)} for h in HEADS.values()]
    lines = [f"{h.name:9} {h.title}, for {' or '.join(h.kinds)}" for h in HEADS.values()]
    show({"heads": found}, as_json, "\n".join(lines))


@cli.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say what this machine has: versions, devices, precision, disk."""
    from ..doctor import examine

    findings = examine()
    show(findings, as_json, "\n".join(f"{key:22}{value}" for key, value in findings.items()))
