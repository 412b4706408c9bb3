"""Week 1: activations, losses, the linear layer."""

from autograder.exercises.week import Week
from autograder.exercises.week1_foundations.accuracy import ACCURACY
from autograder.exercises.week1_foundations.binary_cross_entropy import BINARY_CROSS_ENTROPY
from autograder.exercises.week1_foundations.binary_cross_entropy_backward import BINARY_CROSS_ENTROPY_BACKWARD
from autograder.exercises.week1_foundations.binary_cross_entropy_with_logits import (
    BINARY_CROSS_ENTROPY_WITH_LOGITS,
    BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD,
)
from autograder.exercises.week1_foundations.cross_entropy import CROSS_ENTROPY
from autograder.exercises.week1_foundations.cross_entropy_backward import CROSS_ENTROPY_BACKWARD
from autograder.exercises.week1_foundations.kaiming_uniform import KAIMING_UNIFORM
from autograder.exercises.week1_foundations.leaky_relu import LEAKY_RELU, LEAKY_RELU_BACKWARD
from autograder.exercises.week1_foundations.linear import LINEAR, LINEAR_BACKWARD
from autograder.exercises.week1_foundations.linear_layer import LINEAR_LAYER
from autograder.exercises.week1_foundations.log_softmax import LOG_SOFTMAX, LOG_SOFTMAX_BACKWARD
from autograder.exercises.week1_foundations.mse_loss import MSE_LOSS, MSE_LOSS_BACKWARD
from autograder.exercises.week1_foundations.numerical_gradient_mistakes import NUMERICAL_GRADIENT
from autograder.exercises.week1_foundations.relu import RELU, RELU_BACKWARD
from autograder.exercises.week1_foundations.sequential import SEQUENTIAL
from autograder.exercises.week1_foundations.sigmoid import SIGMOID, SIGMOID_BACKWARD
from autograder.exercises.week1_foundations.softmax import SOFTMAX, SOFTMAX_BACKWARD
from autograder.exercises.week1_foundations.tanh import TANH, TANH_BACKWARD
from autograder.exercises.week1_foundations.train_step import TRAIN_STEP
from autograder.exercises.week1_foundations.xavier_uniform import XAVIER_UNIFORM

WEEK = Week(
    key="week1_foundations",
    number=1,
    title="Foundations",
    exercises=(
        NUMERICAL_GRADIENT,
        RELU,
        RELU_BACKWARD,
        SIGMOID,
        SIGMOID_BACKWARD,
        TANH,
        TANH_BACKWARD,
        LEAKY_RELU,
        LEAKY_RELU_BACKWARD,
        SOFTMAX,
        SOFTMAX_BACKWARD,
        LOG_SOFTMAX,
        LOG_SOFTMAX_BACKWARD,
        CROSS_ENTROPY,
        CROSS_ENTROPY_BACKWARD,
        BINARY_CROSS_ENTROPY,
        BINARY_CROSS_ENTROPY_BACKWARD,
        BINARY_CROSS_ENTROPY_WITH_LOGITS,
        BINARY_CROSS_ENTROPY_WITH_LOGITS_BACKWARD,
        MSE_LOSS,
        MSE_LOSS_BACKWARD,
        LINEAR,
        LINEAR_BACKWARD,
        XAVIER_UNIFORM,
        KAIMING_UNIFORM,
        LINEAR_LAYER,
        SEQUENTIAL,
        ACCURACY,
        TRAIN_STEP,
    ),
    provided=(
        "reference_impl.nn.parameter:Parameter",
        "reference_impl.nn.module:Module",
        "reference_impl.nn.activations:ReLU",
        "reference_impl.nn.activations:Tanh",
        "reference_impl.nn.activations:Sigmoid",
    ),
)
