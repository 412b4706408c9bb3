"""Pure functions: a forward and its backward, one concept a file."""

from reference_impl.functional.attention import scaled_dot_product_attention, scaled_dot_product_attention_backward
from reference_impl.functional.avg_pool2d import avg_pool2d, avg_pool2d_backward
from reference_impl.functional.batch_norm import batch_norm, batch_norm_backward
from reference_impl.functional.beam_search import beam_search
from reference_impl.functional.binary_cross_entropy import (
    binary_cross_entropy,
    binary_cross_entropy_backward,
    binary_cross_entropy_with_logits,
    binary_cross_entropy_with_logits_backward,
)
from reference_impl.functional.cbow_loss import cbow_loss, cbow_loss_backward
from reference_impl.functional.conv2d import conv2d, conv2d_backward
from reference_impl.functional.conv_output_size import conv_output_size
from reference_impl.functional.cosine_similarity import analogy, cosine_similarity
from reference_impl.functional.cross_entropy import cross_entropy, cross_entropy_backward
from reference_impl.functional.dropout import dropout, dropout_backward
from reference_impl.functional.embedding import embedding, embedding_backward
from reference_impl.functional.erf import erf
from reference_impl.functional.flatten import flatten, flatten_backward
from reference_impl.functional.fold_batch_norm import fold_batch_norm
from reference_impl.functional.gan_losses import gan_losses, gan_losses_backward
from reference_impl.functional.gelu import gelu, gelu_backward
from reference_impl.functional.group_norm import group_norm, group_norm_backward
from reference_impl.functional.gru_step import gru_step, gru_step_backward
from reference_impl.functional.heads import merge_heads, split_heads
from reference_impl.functional.hierarchical_softmax_loss import (
    hierarchical_softmax_loss,
    hierarchical_softmax_loss_backward,
)
from reference_impl.functional.im2col import col2im, im2col
from reference_impl.functional.initialization import kaiming_uniform, xavier_uniform
from reference_impl.functional.kernel_views import kernel_views
from reference_impl.functional.label_smoothing_loss import label_smoothing_loss, label_smoothing_loss_backward
from reference_impl.functional.layer_norm import layer_norm, layer_norm_backward
from reference_impl.functional.leaky_relu import leaky_relu, leaky_relu_backward
from reference_impl.functional.linear import linear, linear_backward
from reference_impl.functional.log_softmax import log_softmax, log_softmax_backward
from reference_impl.functional.lstm_step import lstm_step, lstm_step_backward
from reference_impl.functional.masked_cross_entropy import masked_cross_entropy, masked_cross_entropy_backward
from reference_impl.functional.masked_softmax import masked_softmax, masked_softmax_backward
from reference_impl.functional.masks import causal_mask, padding_mask
from reference_impl.functional.max_pool2d import max_pool2d, max_pool2d_backward
from reference_impl.functional.mean_pool import mean_pool, mean_pool_backward
from reference_impl.functional.mse_loss import mse_loss, mse_loss_backward
from reference_impl.functional.numerical_gradient import numerical_gradient
from reference_impl.functional.online_softmax_attention import online_softmax_attention
from reference_impl.functional.pad2d import pad2d
from reference_impl.functional.pair import pair
from reference_impl.functional.perplexity import perplexity
from reference_impl.functional.relu import relu, relu_backward
from reference_impl.functional.rms_norm import rms_norm, rms_norm_backward
from reference_impl.functional.rnn import rnn, rnn_backward
from reference_impl.functional.rnn_step import rnn_step, rnn_step_backward
from reference_impl.functional.rotary_embedding import rotary_embedding
from reference_impl.functional.sample import sample
from reference_impl.functional.sigmoid import sigmoid, sigmoid_backward
from reference_impl.functional.sinusoidal_encoding import sinusoidal_encoding
from reference_impl.functional.skipgram_loss import skipgram_loss, skipgram_loss_backward
from reference_impl.functional.skipgram_pairs import skipgram_pairs
from reference_impl.functional.softmax import softmax, softmax_backward
from reference_impl.functional.tanh import tanh, tanh_backward
from reference_impl.functional.word_frequency import negative_sampling_distribution, subsample_probability

__all__ = [
    "analogy",
    "avg_pool2d",
    "avg_pool2d_backward",
    "batch_norm",
    "batch_norm_backward",
    "beam_search",
    "binary_cross_entropy",
    "binary_cross_entropy_backward",
    "binary_cross_entropy_with_logits",
    "binary_cross_entropy_with_logits_backward",
    "causal_mask",
    "cbow_loss",
    "cbow_loss_backward",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv_output_size",
    "cosine_similarity",
    "cross_entropy",
    "cross_entropy_backward",
    "dropout",
    "dropout_backward",
    "embedding",
    "embedding_backward",
    "erf",
    "flatten",
    "flatten_backward",
    "fold_batch_norm",
    "gan_losses",
    "gan_losses_backward",
    "gelu",
    "gelu_backward",
    "group_norm",
    "group_norm_backward",
    "gru_step",
    "gru_step_backward",
    "hierarchical_softmax_loss",
    "hierarchical_softmax_loss_backward",
    "im2col",
    "kaiming_uniform",
    "kernel_views",
    "label_smoothing_loss",
    "label_smoothing_loss_backward",
    "layer_norm",
    "layer_norm_backward",
    "leaky_relu",
    "leaky_relu_backward",
    "linear",
    "linear_backward",
    "log_softmax",
    "log_softmax_backward",
    "lstm_step",
    "lstm_step_backward",
    "masked_cross_entropy",
    "masked_cross_entropy_backward",
    "masked_softmax",
    "masked_softmax_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "mean_pool",
    "mean_pool_backward",
    "merge_heads",
    "mse_loss",
    "mse_loss_backward",
    "negative_sampling_distribution",
    "numerical_gradient",
    "online_softmax_attention",
    "pad2d",
    "padding_mask",
    "pair",
    "perplexity",
    "relu",
    "relu_backward",
    "rms_norm",
    "rms_norm_backward",
    "rnn",
    "rnn_backward",
    "rnn_step",
    "rnn_step_backward",
    "rotary_embedding",
    "sample",
    "scaled_dot_product_attention",
    "scaled_dot_product_attention_backward",
    "sigmoid",
    "sigmoid_backward",
    "sinusoidal_encoding",
    "skipgram_loss",
    "skipgram_loss_backward",
    "skipgram_pairs",
    "softmax",
    "softmax_backward",
    "split_heads",
    "subsample_probability",
    "tanh",
    "tanh_backward",
    "xavier_uniform",
]
