#!/usr/bin/env python3
"""Writes tests/data/wordpiece/cases.jsonl: texts, and their tokens as Hugging Face's tokenizers cuts them.

usage: wordpiece_cases.py VOCABULARY > cases.jsonl
The texts are made here: sentences written for this purpose, and strings drawn by a fixed seed from the scripts of
Unicode. Added tokens are not configured, so that "[SEP]" in a text is text.
"""
import json
import pathlib
import random
import sys

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

SENTENCES = """The quick brown fox jumps over the lazy dog.
Kubernetes, PostgreSQL and gRPC: what every SRE should've known by 2024!
Don't panic -- it's only a post-mortem (blameless, of course).
C++23's std::expected<T, E> isn't Rust's Result<T, E>, but it's close.
uncharacteristically antidisestablishmentarianism internationalization i18n
https://example.org/a/very/long/path?with=query&and=more#fragment
foo_bar.baz->qux[42] == 0xDEADBEEF && !done || ~mask ^ bits
Price: $1,234.56 (≈ €1.100,00 or £950) — 20% off!
E-mail me at first.last+tag@sub.example.co.uk, please…
The café's naïve façade; Ångström & Øresund, Straße, ŒUVRE, ÆTHER.
L'évaluation des ingénieurs n'est pas qu'une affaire de métriques.
Die Größe der Änderungen überrascht: ß bleibt, ẞ wird klein.
¿Cómo evalúas a un ingeniero? ¡Con pruebas, niño!
A avaliação não é só técnica; é também coração.
Gli ingegneri dell'università perché più città.
Žluťoučký kůň úpěl ďábelské ódy.
Zażółć gęślą jaźń.
Árvíztűrő tükörfúrógép.
İstanbul'da ığdır IĞDIR şöyle böyle.
Съешь же ещё этих мягких французских булок, да выпей чаю. Ёлка, й.
Жінка їхала в Київ; ґанок.
Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ΟΔΥΣΣΕΥΣ;
עברית היא שפה שמית. שָׁלוֹם
العربية لغة سامية، أليس كذلك؟ مُحَمَّد ١٢٣
فارسی می‌نویسم؛ نیم‌فاصله دارد.
हिन्दी में लिखा हुआ वाक्य। क्षत्रिय
বাংলা ভাষায় একটি বাক্য।
தமிழ் ஒரு மொழி.
ภาษาไทยไม่มีช่องว่างระหว่างคำ
日本語のテキストと English の混在。カタカナ、ガギグゲゴ、ﾊﾝｶｸ
中文文本没有空格，但是标点符号是全角的。「引号」
繁體中文測試：工程師的職涯發展
한국어 문장도 있습니다. 각 음절은 분해됩니다.
Tiếng Việt có rất nhiều dấu thanh điệu.
ქართული ენა, Հայերեն լեզու, አማርኛ ቋንቋ
Emoji: 🚀 ship it 👍🏽 👨‍👩‍👧‍👦 ❤️ 🇩🇪 ☕
Zero​width‌joiners‍and­soft­hyphens and﻿BOM
Non breaking thin figure narrow　ideographic spaces
tabs	and line breaks
x² + y³ = z⁴, ½ ⅓ Ⅷ № ™ © ® ° µ Ω K Å ﬁ ﬂ
“Curly” ‘quotes’ «guillemets» ‹single› „low‟ ‐ ‑ ‒ – — ― ‖ † ‡ • … ‰ ′ ″ ⁂
∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, α ∧ ¬β = ¬(¬α ∨ β), 2H₂ + O₂ ⇌ 2H₂O
→ ⇒ ↦ ■ □ ▪ ▲ ● ◆ ★ ☆ ✓ ✗ ♠ ♥ ♦ ♣ ♩ ♪
a̐éö̲ Z̴̢̛a̷l̶g̵o̸ n̈ ǻ ẛ̣ q̣̇ q̣̇
[SEP] [CLS] [PAD] [MASK] [UNK] [unused1] ##ing ## # ing
|cell|cell| `code` **bold** _it_ ~~no~~ <b>tag</b> &amp; {{x}} $PATH %d
ALL CAPS SHOUTING and MiXeD cAsE iPhone eBay McDonald's O'Neill
1st 2nd 3rd 1990s 24/7 3.14159 1e-10 v1.2.3-rc.4+build.5 192.168.0.1 ::1
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa""".split("\n")

# First and last code point of what strings are drawn from, and how often.
SCRIPTS = [(0x20, 0x7e, 20), (0xa0, 0x24f, 8), (0x300, 0x36f, 2), (0x370, 0x3ff, 3), (0x400, 0x4ff, 4), (0x530, 0x5f4, 2),
           (0x600, 0x6ff, 3), (0x900, 0x97f, 3), (0xe00, 0xe5b, 2), (0x1100, 0x11ff, 1), (0x1e00, 0x1fff, 3),
           (0x2000, 0x206f, 3), (0x2070, 0x218b, 2), (0x2190, 0x27bf, 2), (0x3000, 0x30ff, 3), (0x3400, 0x3500, 1),
           (0x4e00, 0x9fff, 4), (0xac00, 0xd7a3, 3), (0xf900, 0xfaff, 1), (0xfb00, 0xfdff, 1), (0xff00, 0xffef, 2),
           (0x1d400, 0x1d7ff, 1), (0x1f300, 0x1f6ff, 2), (0x20000, 0x20100, 1), (0x1, 0x1f, 1), (0x7f, 0x9f, 1)]


def drawn(random_source):
    scripts = random_source.choices(SCRIPTS, [weight for _, _, weight in SCRIPTS], k=random_source.randint(1, 3))
    text = ""
    for _ in range(random_source.randint(1, 40)):
        first, last, _ = random_source.choice(scripts)
        text += " " if random_source.random() < 0.12 else chr(random_source.randint(first, last))
    return text.replace("\u061d", "")  # punctuation since Unicode 14, which the reference does not know


def main():
    vocabulary = {}
    for number, token in enumerate(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").rstrip("\n").split("\n")):
        vocabulary[token] = number
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(
        clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    source = random.Random(54)
    texts = SENTENCES + [" ".join(source.sample(SENTENCES, 3)) for _ in range(50)] + [drawn(source) for _ in range(400)]
    for text in texts:
        print(json.dumps({"text": text, "tokens": tokenizer.encode(text, add_special_tokens=False).ids},
                         ensure_ascii=True))


if __name__ == "__main__":
    main()
