"""A small picture of where an array is wrong, as a PNG in a data address (JupyterLab strips inline SVG)."""

import base64
import io

import numpy as np

# From pale to dark orange: readable on light and dark, and without telling red from green.
RIGHT, SLIGHT, WRONG = (214, 220, 229), (253, 208, 140), (196, 78, 0)
LARGEST_SIDE = 48
PIXELS = 168


def heat_map(errors: np.ndarray, allowed: np.ndarray) -> str:
    """A data address of a PNG with a square per element: grey where right, orange the more the more wrong.

    Args:
        errors: absolute errors, any shape; more than two axes are laid out as rows.
        allowed: the error allowed at each element.

    Returns:
        ``data:image/png;base64,...``, or "" where a picture says nothing (a scalar, or a very large array).
    """
    errors, allowed = np.broadcast_arrays(errors, allowed)
    if errors.size < 2:
        return ""
    grid = errors.reshape(-1, errors.shape[-1])
    limit = allowed.reshape(grid.shape)
    grid, limit = grid[:LARGEST_SIDE, :LARGEST_SIDE], limit[:LARGEST_SIDE, :LARGEST_SIDE]
    return png(colours(grid, limit))


def colours(errors: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """RGB by element, the worst error darkest."""
    finite = np.where(np.isfinite(errors), errors, 0.0)
    worst = finite.max() or 1.0
    share = np.where(np.isfinite(errors), finite / worst, 1.0)[..., None]
    shade = (1 - share) * np.array(SLIGHT) + share * np.array(WRONG)
    return np.where((errors <= allowed)[..., None], np.array(RIGHT), shade).astype(np.uint8)


def png(pixels: np.ndarray) -> str:
    """Enlarge to squares with a thin gap, and encode."""
    from PIL import Image

    side = max(3, min(20, PIXELS // max(pixels.shape[:2])))
    large = pixels.repeat(side, axis=0).repeat(side, axis=1)
    alpha = np.full(large.shape[:2], 255, np.uint8)
    alpha[::side, :] = alpha[:, ::side] = 0
    stream = io.BytesIO()
    Image.fromarray(np.dstack([large, alpha]), "RGBA").save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
