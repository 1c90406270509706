"""The form of a name that search and look-alike detection compare."""

import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_FOLDED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def name_key(name: str) -> str:
    """``name`` case-folded, without accents, in one Unicode form and with single spaces.

    Two names that a person would read as the same have the same key; names in scripts without case or accents
    are only brought into one form (full width becomes half width).

    >>> name_key("  Łódź   GmbH "), name_key("Ｍüller & Söhne"), name_key("海澜智能科技")
    ('lodz gmbh', 'muller & sohne', '海澜智能科技')
    """
    folded = unicodedata.normalize("NFKD", name).casefold().translate(_FOLDED)
    bare = "".join(letter for letter in folded if unicodedata.category(letter) != "Mn")
    return " ".join(unicodedata.normalize("NFKC", bare).split())
