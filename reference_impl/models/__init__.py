"""Models: whole networks, put together from the modules."""

from reference_impl.models.analogy_accuracy import analogy_accuracy
from reference_impl.models.bert import BERT, BertForPreTraining
from reference_impl.models.bert_encoder import BertEncoder
from reference_impl.models.cached_gpt import CachedGPT
from reference_impl.models.config import BertConfig, Config, GPTConfig, TransformerConfig
from reference_impl.models.gan import GAN, gan_step
from reference_impl.models.generate import beam_generate, generate
from reference_impl.models.gpt import GPT
from reference_impl.models.greedy_decode import beam_decode, greedy_decode
from reference_impl.models.hierarchical_skipgram import HierarchicalSkipGram
from reference_impl.models.huffman import HuffmanPaths, huffman_paths
from reference_impl.models.lenet import lenet
from reference_impl.models.mlp import mlp
from reference_impl.models.normal_init import normal_init
from reference_impl.models.recurrent_language_model import RecurrentLanguageModel
from reference_impl.models.saliency_map import saliency_map
from reference_impl.models.sentence_embeddings import sentence_embeddings
from reference_impl.models.sequence_classifier import SequenceClassifier
from reference_impl.models.token_classifier import TokenClassifier
from reference_impl.models.train_word2vec import draw_negatives, train_word2vec
from reference_impl.models.transformer import Transformer
from reference_impl.models.word2vec import CBOW, SkipGram, Word2Vec

__all__ = [
    "BERT",
    "CBOW",
    "GAN",
    "GPT",
    "BertConfig",
    "BertEncoder",
    "BertForPreTraining",
    "CachedGPT",
    "Config",
    "GPTConfig",
    "HierarchicalSkipGram",
    "HuffmanPaths",
    "RecurrentLanguageModel",
    "SequenceClassifier",
    "SkipGram",
    "TokenClassifier",
    "Transformer",
    "TransformerConfig",
    "Word2Vec",
    "analogy_accuracy",
    "beam_decode",
    "beam_generate",
    "draw_negatives",
    "gan_step",
    "generate",
    "greedy_decode",
    "huffman_paths",
    "lenet",
    "mlp",
    "normal_init",
    "saliency_map",
    "sentence_embeddings",
    "train_word2vec",
]
