"""Say a sentence of the command line in the language that was asked for."""

from __future__ import annotations

from typing import Literal, get_args

from apps.messages import bringing_together, deciding, reading, refusing, serving

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

SENTENCES = {
    **refusing.SENTENCES,
    **reading.SENTENCES,
    **bringing_together.SENTENCES,
    **deciding.SENTENCES,
    **serving.SENTENCES,
}


def say(key: str, language: Language, **words: object) -> str:
    """Return the sentence of `key` in the language, its gaps filled."""
    return SENTENCES[key][LANGUAGES.index(language)].format(**words)
