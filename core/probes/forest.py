"""The trees of a fitted forest as plain arrays, and back.

scikit-learn's own traversal is the fastest there is in Python, but its ``Tree`` follows child and
feature indices without checking them: a crafted file could make it read outside its memory. A
saved forest therefore holds plain arrays alone, and trees are rebuilt from them only once every
index has been checked. It also makes the file independent of scikit-learn's node layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree._tree import Tree

_LEAF = -1
_NODE_ARRAYS = ("children_left", "children_right", "feature", "threshold")
_NODE_FIELDS = ("left_child", "right_child", "feature", "threshold")  # the same, in Tree's state


def pack_trees(trees: Sequence[Tree]) -> dict[str, NDArray[Any]]:
    """The nodes of all trees one after another.

    ``node_count`` (trees,); ``children_left``, ``children_right`` (node numbers within the tree,
    -1 in a leaf), ``feature``, ``threshold`` (nodes,); ``value`` (nodes, outputs): class shares or
    the mean value.
    """
    packed = {name: np.concatenate([getattr(t, name) for t in trees]) for name in _NODE_ARRAYS}
    packed["value"] = np.concatenate([t.value[:, 0, :] for t in trees])
    packed["node_count"] = np.array([t.node_count for t in trees])
    return packed


def unpack_trees(packed: dict[str, NDArray[Any]], n_features: int) -> list[Tree]:
    """The trees of ``pack_trees`` again; ValueError for arrays that make no forest."""
    counts = packed["node_count"]
    nodes = len(packed["value"])
    if counts.min() < 1 or counts.sum() != nodes:
        raise ValueError("the trees' sizes do not add up")
    if any(packed[name].shape != (nodes,) for name in _NODE_ARRAYS):
        raise ValueError("the arrays of nodes differ in length")
    _check_nodes(packed, counts, n_features)
    pieces = (slice(end - count, end) for count, end in zip(counts, counts.cumsum(), strict=True))
    arrays = (*_NODE_ARRAYS, "value")
    return [_tree({name: packed[name][piece] for name in arrays}, n_features) for piece in pieces]


def _check_nodes(packed: dict[str, NDArray[Any]], counts: NDArray[Any], n_features: int) -> None:
    """Every inner node tests a feature there is and leads on to later nodes of its own tree.

    Children that come after their parent leave no way to loop.
    """
    left, right, feature = (packed[name] for name in _NODE_ARRAYS[:3])
    inner = left != _LEAF
    number = (np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts))[inner]
    children = np.stack([left, right])[:, inner]
    if (children <= number).any() or (children >= np.repeat(counts, counts)[inner]).any():
        raise ValueError("a node leads outside its tree")
    if (feature[inner] < 0).any() or (feature[inner] >= n_features).any():
        raise ValueError("a node tests a feature that does not exist")


def _tree(nodes: dict[str, NDArray[Any]], n_features: int) -> Tree:
    values = np.ascontiguousarray(nodes["value"][:, None, :], dtype=np.float64)
    tree = Tree(n_features, np.array([values.shape[2]], dtype=np.intp), 1)
    empty = tree.__getstate__()
    layout = np.zeros(len(values), dtype=empty["nodes"].dtype)
    for field, name in zip(_NODE_FIELDS, _NODE_ARRAYS, strict=True):
        layout[field] = nodes[name]
    tree.__setstate__({**empty, "node_count": len(layout), "nodes": layout, "values": values})
    return tree
