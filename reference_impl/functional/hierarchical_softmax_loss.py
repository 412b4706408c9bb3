"""Hierarchical softmax: a word is found by yes-or-no questions down a tree, log V of them instead of V scores."""

import numpy as np

from reference_impl.functional.sigmoid import sigmoid


def hierarchical_softmax_loss(
    hidden: np.ndarray, nodes: np.ndarray, codes: np.ndarray, mask: np.ndarray
) -> np.floating:
    """Average the surprise at the path from the root to the right word.

    loss = mean_n(-sum_l mask_nl * log p(code_nl)), with p(code 1) = sigmoid(h . n) and p(code 0) = sigmoid(-h . n)

    Args:
        hidden: vectors h that ask, (N, D).
        nodes: vectors n of the nodes on each path, (N, L, D).
        codes: the way taken at each node, 0 or 1, (N, L).
        mask: True where a node belongs to the path, (N, L); paths differ in length.

    Returns:
        The loss, one number of the dtype of ``hidden``; NaN where N is 0.

    Source: Morin and Bengio (2005), "Hierarchical Probabilistic Neural Network Language Model".
    Pitfall: the mean is over the words, not over the nodes: a long path is a rare word, and dear.
    """
    scores = np.vecdot(nodes, hidden[:, None])
    losses = (np.logaddexp(0, np.where(codes, -scores, scores)) * mask).sum(axis=1)
    return losses.mean() if losses.size else losses.dtype.type(np.nan)


def hierarchical_softmax_loss_backward(
    hidden: np.ndarray, nodes: np.ndarray, codes: np.ndarray, mask: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Compute the gradient of hierarchical softmax: at every node on the path, probability minus truth.

    grad_score_l = mask_l * (sigmoid(h . n_l) - code_l) / N,  grad_h = sum_l grad_score_l * n_l,
    grad_n_l = grad_score_l * h

    Args:
        hidden: vectors h that ask, (N, D).
        nodes: vectors n of the nodes on each path, (N, L, D).
        codes: the way taken at each node, 0 or 1, (N, L).
        mask: True where a node belongs to the path, (N, L).

    Returns:
        Gradients of the loss with respect to hidden (N, D) and nodes (N, L, D).
    """
    probs = sigmoid(np.vecdot(nodes, hidden[:, None]))
    grad_scores = mask * np.where(codes, probs - 1, probs) / max(len(hidden), 1)
    return np.vecmat(grad_scores, nodes), grad_scores[:, :, None] * hidden[:, None]
