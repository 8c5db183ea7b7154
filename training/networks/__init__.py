"""Networks that are trained: backbones of timm, the heads that methods put on them, and MAE's encoder and decoder.

Its modules import torch; methods import them where they build.
"""
