"""Normal initialisation: how BERT and GPT begin."""

import numpy as np

from reference_impl.nn.module import Module


def normal_init(model: Module, std: float, rng: np.random.Generator) -> Module:
    """Draw all weight matrices and tables from one narrow bell curve, and set all biases to zero.

    weight ~ N(0, std^2),  bias = 0; what has one axis and is no bias, such as the scale of a norm, stays

    Args:
        model: whose parameters are set, in place.
        std: the width of the curve; BERT and GPT-2 have 0.02.
        rng: source of randomness.

    Returns:
        The model.

    Source: Devlin et al. (2019), "BERT: Pre-training of Deep Bidirectional Transformers", its code.
    Pitfall: where the table is the output layer too, rows as wide as N(0, 1) make for logits of tens, and a first
    loss far above log V.
    """
    for name, parameter in model.named_parameters():
        if parameter.data.ndim > 1:
            parameter.data[...] = std * rng.standard_normal(parameter.data.shape, dtype=np.float32)
        elif name.rpartition(".")[2] == "bias":
            parameter.data[...] = 0
    return model
