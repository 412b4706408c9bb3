"""Modules: layers that own their parameters, and the chains that are built from them."""

from reference_impl.nn.activations import ReLU, Sigmoid, Tanh
from reference_impl.nn.linear import Linear
from reference_impl.nn.module import Module
from reference_impl.nn.parameter import Parameter
from reference_impl.nn.sequential import Sequential

__all__ = ["Linear", "Module", "Parameter", "ReLU", "Sequential", "Sigmoid", "Tanh"]
