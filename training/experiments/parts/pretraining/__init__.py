"""What pretraining is worth to scenes and to pixels (Deng et al. 2023)."""
