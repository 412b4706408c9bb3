"""The loss of skip-gram with negative sampling: tell a word's neighbours from words drawn at random."""

import numpy as np

from reference_impl.functional.sigmoid import sigmoid


def skipgram_loss(center: np.ndarray, context: np.ndarray, negatives: np.ndarray) -> np.floating:
    """Average the surprise that the context is a true neighbour of the center, and the negatives are not.

    loss = mean_n(-log sigmoid(c_n . o_n) - sum_k log sigmoid(-c_n . n_nk))

    Args:
        center: vectors c of the words asked about, (N, D).
        context: vectors o of true neighbours, (N, D).
        negatives: vectors n of words drawn at random, (N, K, D).

    Returns:
        The loss, one number of the dtype of ``center``; NaN where N is 0.

    Source: Mikolov et al. (2013), "Distributed Representations of Words and Phrases and their Compositionality", eq. 4.
    Pitfall: -log sigmoid(x) is log(1 + exp(-x)); a sigmoid that has become 0 has no logarithm.
    """
    true_scores = np.vecdot(center, context)
    false_scores = np.vecdot(negatives, center[:, None])
    losses = np.logaddexp(0, -true_scores) + np.logaddexp(0, false_scores).sum(axis=1)
    return losses.mean() if losses.size else losses.dtype.type(np.nan)


def skipgram_loss_backward(
    center: np.ndarray, context: np.ndarray, negatives: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute the gradient of the skip-gram loss: every score is pulled towards its answer, 1 or 0.

    grad_true = (sigmoid(c . o) - 1) / N,  grad_false_k = sigmoid(c . n_k) / N
    grad_c = grad_true * o + sum_k grad_false_k * n_k,  grad_o = grad_true * c,  grad_n_k = grad_false_k * c

    Args:
        center: vectors c of the words asked about, (N, D).
        context: vectors o of true neighbours, (N, D).
        negatives: vectors n of words drawn at random, (N, K, D).

    Returns:
        Gradients of the loss with respect to center (N, D), context (N, D) and negatives (N, K, D).

    Pitfall: the center learns from the true neighbour and from every negative.
    """
    grad_true = (sigmoid(np.vecdot(center, context)) - 1)[:, None] / max(len(center), 1)
    grad_false = sigmoid(np.vecdot(negatives, center[:, None])) / max(len(center), 1)
    grad_center = grad_true * context + np.vecmat(grad_false, negatives)
    return grad_center, grad_true * center, grad_false[:, :, None] * center[:, None]
