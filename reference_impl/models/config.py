"""Configurations: the sizes of a model, under Hugging Face's names where it has one."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Self


@dataclass(frozen=True)
class Config:
    """What every configuration can do: be read from a file and be written to one."""

    @classmethod
    def from_json(cls, path: "str | Path") -> "Self":
        """Read a ``config.json``, Hugging Face's too; entries that this library has no use for are passed over."""
        entries = json.loads(Path(path).read_text(encoding="utf-8"))
        return cls(**{field.name: entries[field.name] for field in fields(cls) if field.name in entries})

    def to_json(self, path: "str | Path") -> None:
        """Write all entries to a file."""
        Path(path).write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class BertConfig(Config):
    """The sizes of a BERT and of the classifiers on it; those of BERT-base unless told otherwise.

    ``num_labels``: classes of a classifier. ``classifier_pooling``: what a sequence classifier looks at, ``"cls"`` (the
    first token) or ``"mean"`` (all). ``attention``: ``"narrow"`` (heads share the features) or ``"wide"`` (each has
    all). ``seed``: of the first weights.
    """

    vocab_size: int = 30522
    hidden_size: int = 768
    num_hidden_layers: int = 12
    num_attention_heads: int = 12
    intermediate_size: int = 3072
    hidden_act: str = "gelu"
    max_position_embeddings: int = 512
    type_vocab_size: int = 2
    layer_norm_eps: float = 1e-12
    initializer_range: float = 0.02
    num_labels: int = 2
    classifier_pooling: str = "cls"
    attention: str = "narrow"
    seed: int = 0

    @property
    def gelu(self) -> str:
        """The form of ``GELU`` that ``hidden_act`` names."""
        return gelu_form(self.hidden_act)


@dataclass(frozen=True)
class GPTConfig(Config):
    """The sizes of a GPT; those of the smallest GPT-2 unless told otherwise.

    ``n_inner``: numbers inside the feed-forward, None for 4 ``n_embd``. ``activation_function``: ``"gelu"``, or GPT-2's
    own ``"gelu_new"``, the form with tanh. ``seed``: of the first weights.
    """

    vocab_size: int = 50257
    n_positions: int = 1024
    n_embd: int = 768
    n_layer: int = 12
    n_head: int = 12
    n_inner: int | None = None
    activation_function: str = "gelu"
    layer_norm_epsilon: float = 1e-5
    initializer_range: float = 0.02
    seed: int = 0

    @property
    def gelu(self) -> str:
        """The form of ``GELU`` that ``activation_function`` names."""
        return gelu_form(self.activation_function)


@dataclass(frozen=True)
class TransformerConfig(Config):
    """The sizes of an encoder-decoder Transformer; those of the paper's base model unless told otherwise.

    ``norm``: where the norms of the blocks stand, ``"pre"`` or ``"post"``. ``pad_token_id``: the id in sources and
    targets that only fills up. ``seed``: of the first weights.
    """

    src_vocab_size: int = 37000
    tgt_vocab_size: int = 37000
    d_model: int = 512
    num_attention_heads: int = 8
    encoder_layers: int = 6
    decoder_layers: int = 6
    ffn_dim: int = 2048
    max_position_embeddings: int = 512
    norm: str = "post"
    pad_token_id: int = 0
    seed: int = 0


def gelu_form(name: str) -> str:
    """Translate Hugging Face's name of an activation into the form of ``GELU``: ``"none"`` or ``"tanh"``.

    Raises:
        ValueError: the activation is no GELU.
    """
    forms = {"gelu": "none", "gelu_new": "tanh", "gelu_pytorch_tanh": "tanh"}
    if name not in forms:
        raise ValueError(f"the activation {name!r} is not built in here; choose one of {', '.join(forms)}")
    return forms[name]
