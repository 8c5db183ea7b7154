"""The command that all others are commands of."""

from __future__ import annotations

import click

from ... import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="eo-embed")
def cli() -> None:
    """Chips of satellite imagery to embeddings, labels to maps."""
