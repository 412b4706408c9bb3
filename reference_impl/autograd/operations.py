"""The pairs of weeks 1 to 7 as operations on tensors, under the names they have for arrays."""

from reference_impl import functional
from reference_impl.autograd.operation import operation

# Week 1
relu = operation(functional.relu, functional.relu_backward, "x")
sigmoid = operation(functional.sigmoid, functional.sigmoid_backward, "x")
tanh = operation(functional.tanh, functional.tanh_backward, "x")
leaky_relu = operation(functional.leaky_relu, functional.leaky_relu_backward, "x")
softmax = operation(functional.softmax, functional.softmax_backward, "x")
log_softmax = operation(functional.log_softmax, functional.log_softmax_backward, "x")
linear = operation(functional.linear, functional.linear_backward, "x", "weight", "bias")
cross_entropy = operation(functional.cross_entropy, functional.cross_entropy_backward, "logits")
binary_cross_entropy = operation(functional.binary_cross_entropy, functional.binary_cross_entropy_backward, "probs")
binary_cross_entropy_with_logits = operation(
    functional.binary_cross_entropy_with_logits, functional.binary_cross_entropy_with_logits_backward, "logits"
)
mse_loss = operation(functional.mse_loss, functional.mse_loss_backward, "prediction")

# Week 2
conv2d = operation(functional.conv2d, functional.conv2d_backward, "x", "weight", "bias")
max_pool2d = operation(functional.max_pool2d, functional.max_pool2d_backward, "x")
avg_pool2d = operation(
    functional.avg_pool2d,
    lambda grad_output, x, kernel_size, stride=None: functional.avg_pool2d_backward(
        grad_output, x.shape, kernel_size, stride
    ),
    "x",
)
flatten = operation(functional.flatten, lambda grad_output, x: functional.flatten_backward(grad_output, x.shape), "x")

# Week 3
dropout = operation(
    functional.dropout,
    lambda grad_output, mask, p, training=True: functional.dropout_backward(grad_output, mask, p if training else 0.0),
    "x",
    also=["mask"],
)
embedding = operation(
    functional.embedding,
    lambda grad_output, ids, weight: functional.embedding_backward(grad_output, ids, len(weight)),
    "weight",
)
skipgram_loss = operation(functional.skipgram_loss, functional.skipgram_loss_backward, "center", "context", "negatives")
cbow_loss = operation(functional.cbow_loss, functional.cbow_loss_backward, "contexts", "target", "negatives")
hierarchical_softmax_loss = operation(
    functional.hierarchical_softmax_loss, functional.hierarchical_softmax_loss_backward, "hidden", "nodes"
)

# Week 4
WEIGHTS = "weight_ih", "weight_hh", "bias_ih", "bias_hh"
rnn_step = operation(functional.rnn_step, functional.rnn_step_backward, "x", "h", *WEIGHTS)
rnn = operation(functional.rnn, functional.rnn_backward, "x", "h0", *WEIGHTS)
gru_step = operation(functional.gru_step, functional.gru_step_backward, "x", "h", *WEIGHTS)
masked_cross_entropy = operation(functional.masked_cross_entropy, functional.masked_cross_entropy_backward, "logits")

# Week 5
layer_norm = operation(functional.layer_norm, functional.layer_norm_backward, "x", "gamma", "beta")
rms_norm = operation(functional.rms_norm, functional.rms_norm_backward, "x", "gamma")
group_norm = operation(functional.group_norm, functional.group_norm_backward, "x", "gamma", "beta")

# Week 6
masked_softmax = operation(functional.masked_softmax, functional.masked_softmax_backward, "scores")
scaled_dot_product_attention = operation(
    functional.scaled_dot_product_attention,
    functional.scaled_dot_product_attention_backward,
    *("q", "k", "v"),
    also=["weights"],
)
split_heads = operation(functional.split_heads, lambda grad_output: functional.merge_heads(grad_output), "x")
merge_heads = operation(
    functional.merge_heads, lambda grad_output, x: functional.split_heads(grad_output, x.shape[1]), "x"
)
rotary_embedding = operation(
    functional.rotary_embedding,
    lambda grad_output, positions, base=10000.0: functional.rotary_embedding(grad_output, -positions, base),
    "x",
)

# Week 7
gelu = operation(functional.gelu, functional.gelu_backward, "x")
label_smoothing_loss = operation(functional.label_smoothing_loss, functional.label_smoothing_loss_backward, "logits")
mean_pool = operation(functional.mean_pool, functional.mean_pool_backward, "x")
