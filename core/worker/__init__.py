"""The worker: the pipeline behind JSON-RPC 2.0 on stdin and stdout, for QGIS and any other client."""
