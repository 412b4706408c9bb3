"""The losses of a generative adversarial network: a detective learns to tell, a forger learns to deceive."""

import numpy as np

from reference_impl.functional.binary_cross_entropy import (
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
)


def gan_losses(real_logits: np.ndarray, fake_logits: np.ndarray) -> tuple[np.floating, np.floating]:
    """Compute how wrong the discriminator is, and how little it is deceived.

    discriminator = -mean(log sigmoid(real)) - mean(log(1 - sigmoid(fake))),  generator = -mean(log sigmoid(fake))

    Args:
        real_logits: what the discriminator says of true samples, high for "true", any shape.
        fake_logits: what it says of the generator's, any shape.

    Returns:
        The loss of the discriminator and that of the generator, each one number of the dtype of its logits.

    Source: Goodfellow et al. (2014), "Generative Adversarial Nets", section 3.
    Pitfall: log(1 - sigmoid(fake)), made small by the generator, is nearly flat where it is still easily seen through;
    -log sigmoid(fake) is steep there.
    """
    real_part = binary_cross_entropy_with_logits(real_logits, np.ones_like(real_logits))
    fake_part = binary_cross_entropy_with_logits(fake_logits, np.zeros_like(fake_logits))
    generator = binary_cross_entropy_with_logits(fake_logits, np.ones_like(fake_logits))
    return real_part + fake_part, generator


def gan_losses_backward(
    real_logits: np.ndarray, fake_logits: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compute the gradients of both losses: probabilities minus what each side wishes them to be.

    Of the discriminator's: grad_real = (sigmoid(real) - 1) / N,  grad_fake = sigmoid(fake) / M
    Of the generator's: grad_fake = (sigmoid(fake) - 1) / M

    Args:
        real_logits: what the discriminator says of N true samples.
        fake_logits: what it says of M of the generator's.

    Returns:
        Gradients of the discriminator's loss with respect to real_logits and fake_logits, then that of the generator's
        with respect to fake_logits, each of the shape of its logits.

    Pitfall: the two gradients of fake_logits point in opposite directions; each goes to its own player.
    """
    grad_real = binary_cross_entropy_with_logits_backward(real_logits, np.ones_like(real_logits))
    grad_fake = binary_cross_entropy_with_logits_backward(fake_logits, np.zeros_like(fake_logits))
    grad_generator = binary_cross_entropy_with_logits_backward(fake_logits, np.ones_like(fake_logits))
    return grad_real, grad_fake, grad_generator
