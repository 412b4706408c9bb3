"""The adversarial game: its losses, its gradients, one step as in torch, and a game that is won by both."""

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F

import reference_impl as ours
from reference_impl import Tensor, autograd

pytestmark = pytest.mark.filterwarnings("error")
torch.set_num_threads(1)
over_dtypes = pytest.mark.parametrize("dtype", [np.float32, np.float64], ids=["float32", "float64"])


def test_losses_small_enough_to_verify_by_hand() -> None:
    undecided = ours.gan_losses(np.zeros((2, 1)), np.zeros((3, 1)))
    np.testing.assert_allclose(undecided, [2 * np.log(2), np.log(2)])
    deceived = ours.gan_losses(np.array([-np.log(3)]), np.array([np.log(3)]))
    np.testing.assert_allclose(deceived, [2 * np.log(4), np.log(4 / 3)])


@over_dtypes
def test_a_certain_discriminator_leaves_finite_losses_and_gradients(dtype: type) -> None:
    real, fake = np.array([1e4, -1e4], dtype), np.array([-1e4, 1e4], dtype)
    losses = ours.gan_losses(real, fake)
    assert [loss.dtype for loss in losses] == [dtype, dtype]
    np.testing.assert_allclose(losses, [1e4, 5e3])
    np.testing.assert_array_equal(ours.gan_losses_backward(real, fake), [[0, -0.5], [0, 0.5], [-0.5, 0]])


def test_a_generator_that_is_seen_through_still_learns() -> None:
    _, _, grad = ours.gan_losses_backward(np.zeros(1), np.array([-20.0]))
    assert grad[0] == pytest.approx(-1)  # the saturating loss would give exp(-20)


def torch_players(gan: ours.GAN) -> tuple[torch.nn.Module, torch.nn.Module]:
    """The two networks of a GAN in torch, with its weights."""
    sizes = [layer.weight.data.shape for layer in gan.generator.layers if isinstance(layer, ours.Linear)]
    players = []
    for player, shapes, end in [
        (gan.generator, sizes, [torch.nn.Sigmoid()]),
        (gan.discriminator, [p.data.shape for p in gan.discriminator.parameters() if p.data.ndim == 2], []),
    ]:
        layers: list[Any] = []
        for outputs, inputs in shapes:
            layers += [torch.nn.Linear(inputs, outputs), torch.nn.ReLU()]
        players.append(torch.nn.Sequential(*layers[:-1], *end))
        players[-1].load_state_dict({name: torch.tensor(array) for name, array in player.state_dict().items()})
    return players[0], players[1]


def test_five_steps_are_those_of_torch() -> None:
    rng = np.random.default_rng(91)
    gan = ours.GAN(features=6, latent=3, hidden=11, rng=rng)
    generator, discriminator = torch_players(gan)
    optimizers = [ours.Adam(gan.generator.parameters(), 0.01), ours.Adam(gan.discriminator.parameters(), 0.02)]
    of_torch = [torch.optim.Adam(generator.parameters(), 0.01), torch.optim.Adam(discriminator.parameters(), 0.02)]
    for _ in range(5):
        real, noise = rng.uniform(size=(7, 6)).astype(np.float32), gan.noise(5, rng)
        losses = ours.gan_step(gan.generator, gan.discriminator, real, noise, *optimizers)

        fake = generator(torch.tensor(noise))
        of_discriminator = -F.logsigmoid(discriminator(torch.tensor(real))).mean()
        of_discriminator = of_discriminator - F.logsigmoid(-discriminator(fake.detach())).mean()
        of_torch[1].zero_grad()
        of_discriminator.backward()
        of_torch[1].step()
        of_generator = -F.logsigmoid(discriminator(fake)).mean()
        of_torch[0].zero_grad()
        of_generator.backward()
        of_torch[0].step()
        np.testing.assert_allclose(losses, [of_discriminator.item(), of_generator.item()], rtol=1e-4)
    for player, twin in [(gan.generator, generator), (gan.discriminator, discriminator)]:
        for name, array in player.state_dict().items():
            np.testing.assert_allclose(array, twin.state_dict()[name], rtol=1e-3, atol=1e-5, err_msg=name)


def test_the_step_leaves_no_gradient_in_the_discriminator() -> None:
    rng = np.random.default_rng(92)
    gan = ours.GAN(4, 2, 5, rng)
    optimizers = [ours.SGD(gan.generator.parameters(), 0.1), ours.SGD(gan.discriminator.parameters(), 0.1)]
    ours.gan_step(gan.generator, gan.discriminator, np.ones((3, 4), np.float32), gan.noise(3, rng), *optimizers)
    assert not any(parameter.grad.any() for parameter in gan.discriminator.parameters())
    assert any(parameter.grad.any() for parameter in gan.generator.parameters())


def test_the_game_on_tensors_has_the_hand_written_gradients() -> None:
    rng = np.random.default_rng(93)
    real, fake = rng.normal(size=(7, 1)), rng.normal(size=(5, 1))
    expected = ours.gan_losses_backward(real, fake)
    on_real, on_fake, on_fake_again = Tensor(real), Tensor(fake), Tensor(fake)
    discriminator, _ = autograd.gan_losses(on_real, on_fake)
    _, generator = autograd.gan_losses(real, on_fake_again)
    discriminator.backward()
    generator.backward()
    for tensor, gradient in zip([on_real, on_fake, on_fake_again], expected, strict=True):
        np.testing.assert_allclose(tensor.grad, gradient, rtol=1e-12)


def test_a_gan_learns_where_its_samples_should_lie() -> None:
    rng = np.random.default_rng(94)
    gan = ours.GAN(features=2, latent=2, hidden=16, rng=rng)
    optimizers = [ours.Adam(player.parameters(), 2e-3, (0.5, 0.999)) for player in (gan.generator, gan.discriminator)]
    for _ in range(600):
        real = rng.normal([0.25, 0.75], 0.05, (64, 2)).astype(np.float32)
        ours.gan_step(gan.generator, gan.discriminator, real, gan.noise(64, rng), *optimizers)
    np.testing.assert_allclose(gan(gan.noise(500, rng)).mean(0), [0.25, 0.75], atol=0.1)
