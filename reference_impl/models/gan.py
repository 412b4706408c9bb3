"""GAN: a generative adversarial network, two players that teach each other."""

import numpy as np

from reference_impl.functional.gan_losses import gan_losses, gan_losses_backward
from reference_impl.models.mlp import mlp
from reference_impl.nn.activations import Sigmoid
from reference_impl.nn.module import Module
from reference_impl.nn.sequential import Sequential
from reference_impl.optim.optimizer import Optimizer


class GAN(Module):
    """A generator that makes samples of noise, and a discriminator that tells them from true ones.

    fake = generator(noise),  logits = discriminator(sample), high for "true"

    Args:
        features: numbers in each sample, such as the pixels of an image, from 0 to 1.
        latent: numbers in each row of noise.
        hidden: numbers in the two hidden layers of each player.
        rng: source of randomness for the first weights.

    Attributes ``generator``, ``discriminator`` and ``latent``. It is trained by ``gan_step``.

    Source: Goodfellow et al. (2014), "Generative Adversarial Nets", section 3.
    """

    def __init__(self, features: int, latent: int, hidden: int, rng: np.random.Generator) -> None:
        """Make the two players."""
        self.latent = latent
        self.generator = Sequential(*mlp([latent, hidden, hidden, features], rng).layers, Sigmoid())
        self.discriminator = mlp([features, hidden, hidden, 1], rng)

    def noise(self, samples: int, rng: np.random.Generator) -> np.ndarray:
        """Draw noise for so many samples, (samples, latent), from the standard normal distribution."""
        return rng.standard_normal((samples, self.latent), dtype=np.float32)

    def forward(self, noise: np.ndarray) -> np.ndarray:
        """Map noise (N, latent) to samples (N, features)."""
        return self.generator(noise)


def gan_step(
    generator: Module,
    discriminator: Module,
    real: np.ndarray,
    noise: np.ndarray,
    generator_optimizer: Optimizer,
    discriminator_optimizer: Optimizer,
) -> tuple[np.floating, np.floating]:
    """Take one step with the discriminator, then one with the generator, each down its own loss.

    fake = generator(noise)
    discriminator <- discriminator - lr * d discriminator_loss(real, fake) / d discriminator
    generator <- generator - lr * d generator_loss(fake) / d generator, as the discriminator is now

    Args:
        generator: maps noise to samples.
        discriminator: maps samples to logits, high for "true".
        real: true samples, (N, ...).
        noise: (M, ...).
        generator_optimizer: has the parameters of the generator.
        discriminator_optimizer: has the parameters of the discriminator.

    Returns:
        The loss of the discriminator before its step, and that of the generator before its own.

    Source: Goodfellow et al. (2014), "Generative Adversarial Nets", algorithm 1.
    Pitfall: the generator's gradient passes through the discriminator, and leaves gradients in it that are not the
    discriminator's own: they are thrown away.
    """
    fake = generator(noise)
    logits = discriminator(np.concatenate([real, fake]))
    real_logits, fake_logits = logits[: len(real)], logits[len(real) :]
    discriminator_loss, _ = gan_losses(real_logits, fake_logits)
    grad_real, grad_fake, _ = gan_losses_backward(real_logits, fake_logits)
    discriminator_optimizer.zero_grad()
    discriminator.backward(np.concatenate([grad_real, grad_fake]))
    discriminator_optimizer.step()

    fake_logits = discriminator(fake)
    _, generator_loss = gan_losses(real_logits, fake_logits)
    _, _, grad_fake = gan_losses_backward(real_logits, fake_logits)
    generator_optimizer.zero_grad()
    generator.backward(discriminator.backward(grad_fake))
    generator_optimizer.step()
    discriminator_optimizer.zero_grad()
    return discriminator_loss, generator_loss
