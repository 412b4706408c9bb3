"""Text: what cuts it into tokens, numbers them and stacks them into arrays."""

from reference_impl.text.bpe_tokenizer import BPETokenizer
from reference_impl.text.gpt2_pieces import gpt2_pieces
from reference_impl.text.gpt2_tokenizer import GPT2Tokenizer
from reference_impl.text.mask_tokens import mask_tokens
from reference_impl.text.next_sentence_pairs import next_sentence_pairs
from reference_impl.text.normalize_text import normalize_text
from reference_impl.text.pad_batch import pad_batch
from reference_impl.text.pairs import count_pairs, merge_pair
from reference_impl.text.vocabulary import Vocabulary
from reference_impl.text.word_tokenizer import WordTokenizer
from reference_impl.text.wordpiece import wordpiece
from reference_impl.text.wordpiece_tokenizer import WordPieceTokenizer

__all__ = [
    "BPETokenizer",
    "GPT2Tokenizer",
    "Vocabulary",
    "WordPieceTokenizer",
    "WordTokenizer",
    "count_pairs",
    "gpt2_pieces",
    "mask_tokens",
    "merge_pair",
    "next_sentence_pairs",
    "normalize_text",
    "pad_batch",
    "wordpiece",
]
