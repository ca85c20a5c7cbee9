"""What people and programs put into a search box."""

from __future__ import annotations

HOSTILE = [
    '"',
    '"murtoluku',
    '"" "" \'',
    "*****",
    "mur*luku?",
    " ".join(f"sana{n}" for n in range(500)),
    "luku " * 500,
    "(" * 200 + "luku" + ")" * 200,
    "[[[[{{{{((((<<<<",
    "a AND OR NOT -",
    '--- -"-" -',
    "title:( subject: :luku kind:material:case",
    'author:" tekijä: title:title:title: -author:- mål:"\u202e',
    "tekijä:" * 300,
    " ".join(f"tekijä:nimi{n}" for n in range(200)),
    "luku\0luku",
    "\u202eluku\u202c \u200f\u200e\u2066",
    "\ue000 \ue000",
    "\ufffd\ufffe\U0010ffff",
    "x" * 10_000,
    "äö" * 5_000,
    '"' + "luku " * 2_000 + '"',
    "<script>alert(1)</script>",
    "'; DROP TABLE search_indexedentry; --",
    "\\ \\\\ / ~1 ^5 luku~2 [a TO b]",
    "𝕞𝕦𝕣𝕥𝕠𝕝𝕦𝕜𝕦 ﬁ Å",
    "   \t\n\r\v\f\u2028\u3000",
    "",
]
