"""EO Embed: chips of satellite imagery to embeddings, labels, heads and maps."""

__version__ = "0.1.0"


def classFactory(iface):  # type: ignore[no-untyped-def]  # QGIS's name for it; nothing of QGIS is imported before
    """The plugin, for QGIS; where it cannot be loaded, one in its place that says why."""
    try:
        from .eo_embed_plugin.plugin import Plugin

        if (
            iface is not None
        ):  # what initGui will need: missing parts show here, where they can be told
            from .eo_embed_plugin.gui import dock  # noqa: F401

        return Plugin(iface)
    except Exception as error:
        from .eo_embed_plugin.broken import BrokenPlugin

        return BrokenPlugin(iface, error)
