"""Words that carry grammar rather than a subject, and the words that deny, in English and Chinese."""

ENGLISH_NEGATIONS = ("not", "no", "never", "without", "hardly", "cannot", "don't", "doesn't", "isn't", "wasn't",
                     "didn't", "won't", "can't", "aren't", "weren't", "couldn't", "wouldn't")  # fmt: skip

ENGLISH_FUNCTION_WORDS = frozenset(
    """
    about after again all also and another any anything are away back because been before being both but came can come
    could day days did does doing done each enough even ever every everything far few finally first for from get gets
    getting give given goes going got had half has have having her here him his how into its itself just kind know last
    left less like little long look lot made make makes making many may maybe might month months more most much must
    need needs never new next nobody not nothing now off often old once one only other others our out over own part per
    perhaps put quite rather really said same say see seen several she should since some somebody something soon still
    such take taken takes than that the their them then there these they thing things think this those though three
    through time times too took toward two under until upon use used uses using very want wants was way ways week weeks
    well went were what when where whether which while who whole why will with within without would year years yet you
    your
    """.split()
)
"""Too common to be a theme."""

HAN_FUNCTION_CHARACTERS = frozenset(
    "的了是我们你他她它在有和与就都也很太还不没吗呢吧啊这那个到得地着过被把给对为以及但而一再里上下中已经之后前些么哪什怎各每只又才从让最更等"
)
"""Characters that mark grammar; a gram that holds one is a piece of a sentence, not a theme."""
