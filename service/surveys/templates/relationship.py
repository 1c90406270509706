"""The relationship survey: NPS for everybody, then what each role alone can tell."""

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.template import ADVISES, DECIDES, USES, SurveyTemplate, choice, numbers, rating, said, written

RELATIONSHIP = SurveyTemplate(
    key="relationship",
    name=said("Relationship NPS by role", "客户关系 NPS（分角色）"),
    about=said(
        "Twice a year to everybody on the account. Decision makers, influencers and end users get their own second "
        "question.",
        "每半年发给客户方所有相关人员。决策者、影响者和最终用户各有一道专属问题。",
    ),
    family=ScoreFamily.CUSTOMER,
    purpose=SurveyPurpose.RELATIONSHIP,
    stage=LifecycleStage.VALUE,
    touchpoint=said("Business review", "业务回顾"),
    texts={
        "en": {
            "title": "One minute for your opinion",
            "introduction": "One number, and a line on why if you like. People who can change something read it.",
            "thanks": "Thank you. We read every answer, and come back to you where something is wrong.",
            "mail_subject": "Would you recommend us? One number is enough",
            "mail_text": "How we did this half-year is best judged by you. Press a number below; on the page that "
            "opens, one more press sends it.",
            "reminder_subject": "Still interested in your number",
            "reminder_text": "We have not heard from you yet, and your view weighs as much as anybody's. It takes a "
            "minute. We will not remind you again.",
        },
        "zh": {
            "title": "占用您一分钟",
            "introduction": "打个分，愿意的话再写一句原因。看的人都能推动改变。",
            "thanks": "谢谢您！每一条意见我们都会看；有不满意的地方，我们会主动联系您。",
            "mail_subject": "您会推荐我们吗？打个分就好",
            "mail_text": "这半年我们做得怎么样，您最有发言权。请点下面的分数，在打开的页面上再按一下即可提交。",
            "reminder_subject": "还想听听您的评分",
            "reminder_text": "我们还没有收到您的意见。每个人的看法同样重要，只需一分钟。之后不再提醒。",
        },
    },
    questions=(
        rating(
            "nps",
            QuestionKind.NPS,
            said(
                "How likely are you to recommend us to someone in a role like yours?",
                "如果同行向您打听，您有多大可能推荐我们？",
            ),
            required=True,
        ),
        choice(
            "missing",
            said("What would have to change?", "最需要我们改进的是什么？"),
            ("product", "What the product can do", "产品功能"),
            ("reliability", "Reliability and speed", "稳定性和速度"),
            ("support", "Help when something is wrong", "出问题时的支持"),
            ("people", "The people who look after us", "对接我们的人"),
            ("price", "What it costs", "价格"),
            when=numbers("nps", 0, 8),
            several=True,
        ),
        rating(
            "worth",
            QuestionKind.SCALE,
            said("What we get is worth what we pay.", "我们得到的，对得起付出的费用。"),
            said("Not at all", "完全不同意"),
            said("Fully", "完全同意"),
            when=DECIDES,
        ),
        rating(
            "fit",
            QuestionKind.SCALE,
            said("It fits where our organisation is heading.", "它符合我们公司接下来的方向。"),
            said("Not at all", "完全不同意"),
            said("Fully", "完全同意"),
            when=ADVISES,
        ),
        rating(
            "ease",
            QuestionKind.CES,
            said("It makes my daily work easier.", "它让我的日常工作更轻松。"),
            when=USES,
        ),
        written("reason", said("What is the main reason for your number?", "您打这个分，最主要的原因是什么？")),
    ),
)
