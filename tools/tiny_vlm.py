"""Makes a tiny vision-language model with random weights (LLaVA: CLIP at 56 px, a Llama of two layers; under 1 MB).

    python tools/tiny_vlm.py FOLDER

For testing against a real server: `transformers serve` takes the folder as its model. What it says is gibberish.
Needs torch and transformers, in an environment of their own: see docs/servers.md.
"""

from __future__ import annotations

import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerFast,
)

SIZE, PATCH, CONTEXT, ANSWER = 56, 14, 2048, 24
ROLES = ("user", "assistant", "system")
SPECIAL = ["<|pad|>", "<|bos|>", "<|eos|>", *(f"<|{role}|>" for role in ROLES), "<image>"]
TEMPLATE = (
    "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>"
    "{% if m['content'] is string %}{{ m['content'] }}{% else %}{% for part in m['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}<image>{% endif %}"
    "{% endfor %}{% endif %}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}"
)


def tokenizer() -> PreTrainedTokenizerFast:
    """Bytes, hardly merged."""
    plain = Tokenizer(models.BPE())
    plain.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    plain.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=400, special_tokens=SPECIAL, initial_alphabet=alphabet)
    plain.train_from_iterator(["what am I looking at", "why is that so, and how"], trainer)
    pad, bos, eos = SPECIAL[:3]
    fast = PreTrainedTokenizerFast(tokenizer_object=plain, pad_token=pad, bos_token=bos, eos_token=eos)
    fast.add_special_tokens({"additional_special_tokens": SPECIAL[3:]})
    fast.model_max_length = CONTEXT
    fast.chat_template = TEMPLATE
    return fast


def model(words: PreTrainedTokenizerFast) -> LlavaForConditionalGeneration:
    """Random weights, always the same ones."""
    torch.manual_seed(0)
    text = LlamaConfig(
        vocab_size=len(words), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=CONTEXT, bos_token_id=1, eos_token_id=2, pad_token_id=0,
    )  # fmt: skip
    eyes = CLIPVisionConfig(
        hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4, image_size=SIZE,
        patch_size=PATCH, projection_dim=64,
    )  # fmt: skip
    whole = LlavaConfig(
        text_config=text, vision_config=eyes, image_token_index=words.convert_tokens_to_ids("<image>"),
        vision_feature_layer=-1, vision_feature_select_strategy="default", image_seq_length=(SIZE // PATCH) ** 2,
        pad_token_id=0,
    )  # fmt: skip
    made = LlavaForConditionalGeneration(whole)
    made.generation_config.max_new_tokens = ANSWER
    made.generation_config.do_sample = False
    made.generation_config.eos_token_id = 2
    made.generation_config.pad_token_id = 0
    return made


def main(folder: str) -> None:
    words = tokenizer()
    images = CLIPImageProcessor(size={"shortest_edge": SIZE}, crop_size={"height": SIZE, "width": SIZE})
    processor = LlavaProcessor(
        image_processor=images, tokenizer=words, patch_size=PATCH, vision_feature_select_strategy="default",
        num_additional_image_tokens=1, chat_template=TEMPLATE,
    )  # fmt: skip
    model(words).save_pretrained(folder)
    processor.save_pretrained(folder)


if __name__ == "__main__":
    main(sys.argv[1])
