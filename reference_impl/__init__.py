"""The numpy library of the course: the answer to every exercise, written to be read."""

from reference_impl import functional, interop, models, nn, optim, text, training
from reference_impl.autograd import Sugar, Tensor, topological_order, unbroadcast
from reference_impl.functional import *
from reference_impl.interop import *
from reference_impl.models import *
from reference_impl.nn import *
from reference_impl.optim import *
from reference_impl.text import *
from reference_impl.training import *

# What else autograd has bears the names of what it is made from: it stays in reference_impl.autograd.
__all__: list[str] = ["Sugar", "Tensor", "topological_order", "unbroadcast"]
__all__ += functional.__all__
__all__ += interop.__all__
__all__ += models.__all__
__all__ += nn.__all__
__all__ += optim.__all__
__all__ += text.__all__
__all__ += training.__all__
