"""Words that carry a tone before any rated comment has arrived, in English and Chinese: an assumption.

They enter the training as short comments, a few hundred in all, so a company's own ratings and corrections
overrule them wherever the two disagree. English negations are formed from them (``not helpful``); Chinese
negated forms are listed, since not every word takes the same one.
"""

POSITIVE_ENGLISH = (
    "accurate", "amazing", "awesome", "benefit", "best", "brilliant", "clear", "comfortable", "delighted",
    "dependable", "easy", "effective", "efficient", "enjoy", "enjoyable", "exceeded", "excellent",
    "fantastic", "fast", "flawless", "friendly", "glad", "good", "great", "happy", "helped", "helpful",
    "impressed", "improved", "intuitive", "joy", "kind", "knowledgeable", "like", "love", "outstanding",
    "patient", "perfect", "pleasant", "pleased", "polite", "powerful", "praise", "professional", "prompt",
    "quick", "quickly", "recommend", "reliable", "responsive", "satisfied", "saved", "seamless", "simple",
    "smooth", "solid", "stable", "straightforward", "strong", "superb", "thanks", "thoughtful", "timely",
    "transparent", "trust", "useful", "valuable", "welcome", "wonderful", "worthwhile",
)  # fmt: skip
NEGATIVE_ENGLISH = (
    "annoying", "appalling", "awful", "bad", "break", "breaks", "broken", "bug", "buggy", "bugs", "cancel",
    "clumsy", "complain", "complaint", "complicated", "confusing", "crash", "crashed", "crashes", "delay",
    "delayed", "delays", "difficult", "disappointed", "disappointing", "error", "errors", "expensive",
    "fail", "failed", "fails", "failure", "forgot", "frustrated", "frustrating", "horrible", "ignored",
    "impossible", "inaccurate", "incompetent", "issues", "lack", "lacking", "late", "mess", "missing",
    "never", "nightmare", "outage", "outages", "outdated", "overpriced", "painful", "poor", "poorly",
    "problem", "problems", "refund", "regret", "rude", "slow", "struggle", "stuck", "terrible", "ugly",
    "unacceptable", "unclear", "unhelpful", "unreliable", "unresponsive", "unstable", "upset", "useless",
    "waited", "waiting", "waste", "wasted", "without", "worse", "worst", "wrong",
)  # fmt: skip
POSITIVE_CHINESE = (
    "好", "很好", "非常好", "不错", "满意", "很满意", "喜欢", "优秀", "出色", "方便", "快速", "很快", "及时", "迅速",
    "专业", "耐心", "热情", "周到", "细致", "稳定", "可靠", "高效", "简单", "易用", "好用", "清晰", "顺畅", "流畅",
    "实用", "强大", "有帮助", "帮助很大", "解决了", "推荐", "值得", "物有所值", "省时", "感谢", "谢谢", "点赞", "赞",
    "棒", "很棒", "完美", "信任", "放心", "贴心", "响应快", "服务好", "态度好", "愉快", "惊喜", "提升", "改善明显",
    "没有问题", "没问题", "不贵", "不慢",
)  # fmt: skip
NEGATIVE_CHINESE = (
    "差", "很差", "太差", "糟糕", "失望", "很失望", "不满", "不满意", "不好", "不好用", "不方便", "不稳定",
    "不及时", "不专业", "不清楚", "不推荐", "不值", "难用", "难以使用", "复杂", "麻烦", "慢", "太慢",
    "很慢", "缓慢", "卡顿", "卡", "崩溃", "死机", "故障", "错误", "出错", "报错", "漏洞", "问题",
    "问题很多", "延误", "延迟", "拖延", "推诿", "敷衍", "没人回复", "没有回复", "无人处理", "联系不上",
    "解决不了", "没有解决", "没解决", "贵", "太贵", "昂贵", "浪费", "投诉", "退款", "生气", "气愤", "后悔",
    "无用", "没用", "丢失", "中断", "宕机", "态度差", "服务差", "响应慢", "无法接受", "无法使用",
    "不会续约", "考虑更换",
)  # fmt: skip
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
    "的了是我们你他她它在有和与就都也很太还不没吗呢吧啊这那个到得地着过被把给对为以及但而"
)
"""Characters that mark grammar; a gram that holds one is a piece of a sentence, not a theme."""
