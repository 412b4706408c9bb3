"""The losses of two players."""

import numpy as np
import torch
import torch.nn.functional as F

from tests.reference_impl.pairs.pair import Arguments, Pair, Shape


def real_and_fake(rng: np.random.Generator, shape: Shape) -> Arguments:
    return {"real_logits": 3 * rng.normal(size=shape), "fake_logits": 3 * rng.normal(size=(shape[0] + 1, *shape[1:]))}


def torch_discriminator(real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    return -F.logsigmoid(real).mean() - F.logsigmoid(-fake).mean()


PAIRS = [
    Pair("gan_losses", "real_logits fake_logits", torch_discriminator, real_and_fake, part=(0, 2)),
    Pair(
        "gan_losses",
        "fake_logits",
        lambda real, fake: -F.logsigmoid(fake).mean(),
        real_and_fake,
        output=1,
        part=(2, 3),
    ),
]
