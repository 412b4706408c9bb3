"""Modules: layers that own their parameters, and the chains that are built from them."""

from reference_impl.nn.activations import GELU, ReLU, Sigmoid, Tanh
from reference_impl.nn.batch_norm import BatchNorm1d, BatchNorm2d
from reference_impl.nn.bert_embeddings import BertEmbeddings
from reference_impl.nn.branches import Add, Parallel
from reference_impl.nn.conv2d import Conv2d
from reference_impl.nn.decoder_block import DecoderBlock
from reference_impl.nn.dropout import Dropout
from reference_impl.nn.embedding import Embedding
from reference_impl.nn.encoder_block import EncoderBlock
from reference_impl.nn.feed_forward import FeedForward
from reference_impl.nn.flatten import Flatten
from reference_impl.nn.gru import GRU
from reference_impl.nn.kv_cache import KVCache
from reference_impl.nn.layer_norm import LayerNorm
from reference_impl.nn.linear import Linear
from reference_impl.nn.lstm import LSTM
from reference_impl.nn.max_pool2d import MaxPool2d
from reference_impl.nn.module import Module
from reference_impl.nn.multi_head_attention import MultiHeadAttention
from reference_impl.nn.parameter import Parameter
from reference_impl.nn.residual import PostNorm, PreNorm, Residual
from reference_impl.nn.rnn import RNN
from reference_impl.nn.sequential import Sequential
from reference_impl.nn.wide_attention import WideAttention

__all__ = [
    "GELU",
    "GRU",
    "LSTM",
    "RNN",
    "Add",
    "BatchNorm1d",
    "BatchNorm2d",
    "BertEmbeddings",
    "Conv2d",
    "DecoderBlock",
    "Dropout",
    "Embedding",
    "EncoderBlock",
    "FeedForward",
    "Flatten",
    "KVCache",
    "LayerNorm",
    "Linear",
    "MaxPool2d",
    "Module",
    "MultiHeadAttention",
    "Parallel",
    "Parameter",
    "PostNorm",
    "PreNorm",
    "ReLU",
    "Residual",
    "Sequential",
    "Sigmoid",
    "Tanh",
    "WideAttention",
]
