"""The headless core: rasters to maps. Never imports qgis, never imports training."""
