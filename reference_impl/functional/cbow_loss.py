"""The loss of CBOW, the continuous bag of words: tell a word by the mean of its neighbours."""

import numpy as np

from reference_impl.functional.skipgram_loss import skipgram_loss, skipgram_loss_backward


def cbow_loss(contexts: np.ndarray, target: np.ndarray, negatives: np.ndarray) -> np.floating:
    """Average the surprise that the target belongs between the contexts, and the negatives do not.

    loss = mean_n(-log sigmoid(h_n . o_n) - sum_k log sigmoid(-h_n . n_nk)), with h_n = mean_w contexts_nw

    Args:
        contexts: vectors of the neighbours, (N, W, D).
        target: vectors o of the words in the middle, (N, D).
        negatives: vectors n of words drawn at random, (N, K, D).

    Returns:
        The loss, one number of the dtype of ``contexts``; NaN where N is 0.

    Source: Mikolov et al. (2013), "Efficient Estimation of Word Representations in Vector Space", section 3.1.
    Pitfall: the mean is over the neighbours, not over their features.
    """
    return skipgram_loss(contexts.mean(axis=1), target, negatives)


def cbow_loss_backward(
    contexts: np.ndarray, target: np.ndarray, negatives: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute the gradient of the CBOW loss: what the mean gets, its W neighbours share.

    grad_contexts_w = grad_h / W, with grad_h, grad_target and grad_negatives as in skip-gram with h as the center

    Args:
        contexts: vectors of the neighbours, (N, W, D).
        target: vectors o of the words in the middle, (N, D).
        negatives: vectors n of words drawn at random, (N, K, D).

    Returns:
        Gradients of the loss with respect to contexts (N, W, D), target (N, D) and negatives (N, K, D).

    Pitfall: without the 1 / W, which word2vec.c leaves out, the step grows with the window.
    """
    grad_mean, grad_target, grad_negatives = skipgram_loss_backward(contexts.mean(axis=1), target, negatives)
    neighbours = contexts.shape[1]
    return np.repeat(grad_mean[:, None] / neighbours, neighbours, axis=1), grad_target, grad_negatives
