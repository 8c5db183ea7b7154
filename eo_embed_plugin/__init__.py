"""The QGIS plugin: the only room that imports qgis; all work goes to the worker process."""
