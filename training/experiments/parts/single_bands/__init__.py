"""Classes told from one band at a time, by encoders of one channel (Jain et al. 2021)."""
