"""Words that carry grammar rather than a subject, and the words that deny, in English and Chinese."""

ENGLISH_NEGATIONS = ("not", "no", "never", "without", "hardly", "cannot", "don't", "doesn't", "isn't", "wasn't",
                     "didn't", "won't", "can't", "aren't", "weren't", "couldn't", "wouldn't")  # fmt: skip

ENGLISH_FUNCTION_WORDS = frozenset((
    "about", "after", "again", "all", "also", "and", "any", "are", "because", "been", "before", "but",
    "can", "could", "did", "does", "for", "from", "had", "has", "have", "her", "his", "how", "into", "its",
    "just", "more", "most", "much", "not", "now", "only", "other", "our", "out", "over", "really", "some",
    "still", "such", "than", "that", "the", "their", "them", "then", "there", "they", "this", "too", "very",
    "was", "were", "what", "when", "which", "who", "will", "with", "would", "you", "your",
))  # fmt: skip
"""Too common to be a theme."""

HAN_FUNCTION_CHARACTERS = frozenset(
    "的了是我们你他她它在有和与就都也很太还不没吗呢吧啊这那个到得地着过被把给对为以及但而一再里上下中已经之后前些么哪什怎各每只又才从让最更等"
)
"""Characters that mark grammar; a gram that holds one is a piece of a sentence, not a theme."""
