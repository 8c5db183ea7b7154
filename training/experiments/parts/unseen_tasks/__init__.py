"""Tasks that no network learned, by ridge regression on embeddings (Naik & Foley-Cox 2022)."""
