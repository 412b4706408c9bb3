"""Two moons: the smallest problem that a straight line cannot solve."""

import numpy as np


def two_moons(
    n: int = 200, noise: float = 0.1, rng: np.random.Generator | None = None, dtype: type[np.floating] = np.float32
) -> tuple[np.ndarray, np.ndarray]:
    """Scatter points around two interleaved half circles.

    upper moon: (cos a, sin a),  lower moon: (1 - cos a, 1/2 - sin a),  a ~ U(0, pi),  each point plus normal noise

    Args:
        n: number of points, half of them (rounded up) on the upper moon.
        noise: standard deviation of the noise.
        rng: source of randomness; without one the points are the same each time.
        dtype: of the points.

    Returns:
        Points (n, 2), and their classes int64 (n,): 0 above, 1 below; in random order.

    Source: scikit-learn's ``make_moons``.
    """
    rng = rng or np.random.default_rng(0)
    y = rng.permutation(np.arange(n) % 2)
    angle = rng.uniform(0, np.pi, n)
    upper = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    lower = np.stack([1 - np.cos(angle), 0.5 - np.sin(angle)], axis=1)
    points = np.where(y[:, None] == 0, upper, lower) + rng.normal(0, noise, (n, 2))
    return points.astype(dtype), y
