"""EO Embed: chips of satellite imagery to embeddings, labels, heads and maps."""

__version__ = "0.1.0"
