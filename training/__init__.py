"""Pretraining: the papers' methods, the data they learn from, and their settings as recipes.

    datasets/  what there is to learn from: samples of one or several modalities, with labels where there are any
    methods/   one file a method: its paper's values, its networks, its loss
    recipes/   one TOML a setting of a paper
    job.py     strings them together: data -> feed -> learner -> core.trainer -> a run folder

Listing methods and recipes imports no torch.
"""
