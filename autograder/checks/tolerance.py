"""How near is equal: the one place where tolerances are decided."""

from dataclasses import dataclass

import numpy as np

# A correct formulation loses a few hundred roundings on the way to its result, float64 one of 1e-16 each.
RELATIVE = {np.dtype(np.float16): 2e-2, np.dtype(np.float32): 3e-5, np.dtype(np.float64): 1e-9}
# Central differences with a step of 1e-5 are right to about ten digits; leave room for curvature.
FINITE_DIFFERENCES = 1e-5


@dataclass(frozen=True)
class Tolerance:
    """Equal means: |got - expected| <= relative * (|expected| + scale of the expected array)."""

    relative: float
    absolute: float = 0.0

    def allowed(self, expected: np.ndarray) -> np.ndarray:
        """The largest error allowed at each element.

        An element that is small because large terms cancelled carries their roundings: so the array's scale counts.
        """
        finite = np.abs(np.where(np.isfinite(expected), expected, 0.0)).astype(np.float64)
        scale = finite.max(initial=0.0)
        return self.relative * (finite + 0.1 * scale) + max(self.absolute, self.relative * 1e-3)


def tolerance_for(dtypes: list[np.dtype], depth: int = 1, absolute: float | None = None) -> Tolerance:
    """The tolerance for results computed in these dtypes, through ``depth`` operations.

    Args:
        dtypes: the dtypes of the inputs; the coarsest float decides.
        depth: how many operations an error passes through.
        absolute: an absolute tolerance that the exercise asks for.
    """
    coarsest = max((RELATIVE[dtype] for dtype in dtypes if dtype in RELATIVE), default=1e-9)
    return Tolerance(coarsest * depth, absolute or 0.0)
