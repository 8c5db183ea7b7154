"""Forests on ever more labels of areas, by kinds of image (Allen et al. 2023)."""
