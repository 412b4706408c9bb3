"""Huffman's tree: frequent words near the root, rare ones far from it."""

import heapq
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class HuffmanPaths:
    """The way from the root to each word, padded to the longest: all arrays are (V, L).

    Attributes:
        nodes: the inner nodes on the way, numbered from 0 to V - 2; the root is the last of them.
        codes: the branch taken at each of them, 0 or 1.
        mask: True where a node belongs to the way.
    """

    nodes: np.ndarray
    codes: np.ndarray
    mask: np.ndarray


def huffman_paths(counts: np.ndarray) -> HuffmanPaths:
    """Find the way to each word in the tree whose ways, weighted by counts, are the shortest on average.

    Args:
        counts: how often each word occurs, (V,).

    Returns:
        The ways, (V, L) each; L is 0 for a single word, which needs no question.

    Source: Huffman (1952), "A Method for the Construction of Minimum-Redundancy Codes".
    """
    parents, branches = huffman_tree(counts)
    ways = []
    for word in range(len(counts)):
        way, node = [], word
        while parents[node] != node:
            way.append((parents[node] - len(counts), branches[node]))
            node = parents[node]
        ways.append(way[::-1])
    lengths = np.array([len(way) for way in ways], int)
    mask = np.arange(lengths.max(initial=0)) < lengths[:, None]
    nodes, codes = np.zeros(mask.shape, int), np.zeros(mask.shape, int)
    nodes[mask] = [node for way in ways for node, _ in way]
    codes[mask] = [branch for way in ways for _, branch in way]
    return HuffmanPaths(nodes, codes, mask)


def huffman_tree(counts: np.ndarray) -> tuple[list[int], list[int]]:
    """Join the two rarest nodes into one as frequent as both together, until only the root is left.

    Args:
        counts: how often each word occurs, (V,).

    Returns:
        For each node its parent, and the branch, 0 or 1, that leads to it. The words are nodes 0 to V - 1, inner nodes
        follow in the order of their making; the last one is the root, its own parent.
    """
    heap = [(count, word) for word, count in enumerate(counts.tolist())]
    heapq.heapify(heap)
    parents, branches = list(range(2 * len(heap) - 1)), [0] * (2 * len(heap) - 1)
    for node in range(len(counts), 2 * len(counts) - 1):
        (rarest, left), (next_rarest, right) = heapq.heappop(heap), heapq.heappop(heap)
        parents[left], parents[right], branches[right] = node, node, 1
        heapq.heappush(heap, (rarest + next_rarest, node))
    return parents, branches
