"""The internal survey: how well our own people work together for a customer (BX)."""

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.template import SurveyTemplate, choice, numbers, rating, said, written

DELIVERY_TEAM = SurveyTemplate(
    key="delivery_team",
    name=said("Internal delivery team", "内部交付团队"),
    about=said(
        "Each quarter, by the colleagues who work for one customer: sales, delivery, support. They answer in Linchpin.",
        "每季度请服务同一客户的同事（销售、交付、支持）填写，直接在 Linchpin 中作答。",
    ),
    family=ScoreFamily.INTERNAL,
    purpose=SurveyPurpose.RELATIONSHIP,
    stage=LifecycleStage.ADOPTION,
    touchpoint=said("Team review", "团队回顾"),
    texts={
        "en": {
            "title": "How well do we work together for this customer?",
            "introduction": "About the team around this customer, not about single colleagues.",
            "thanks": "Thank you. It goes into the next team review.",
            "mail_subject": "How well do we work together here?",
            "mail_text": "Three questions about the team around this customer.",
        },
        "zh": {
            "title": "为这位客户，我们配合得怎么样？",
            "introduction": "谈的是围绕这位客户的团队，不针对个人。",
            "thanks": "谢谢！下次团队回顾时会讨论。",
            "mail_subject": "我们配合得怎么样？",
            "mail_text": "关于服务这位客户的团队，三个小问题。",
        },
    },
    questions=(
        rating(
            "team",
            QuestionKind.CSAT,
            said(
                "How well do sales, delivery and support work together for this customer?",
                "为这位客户，销售、交付和支持配合得好吗？",
            ),
            said("Badly", "很差"),
            said("Very well", "很好"),
            required=True,
        ),
        rating(
            "promises",
            QuestionKind.SCALE,
            said("What was sold can be delivered.", "卖出去的，我们交得出来。"),
            said("Not at all", "完全不同意"),
            said("Fully", "完全同意"),
        ),
        choice(
            "trouble",
            said("Where does it break?", "问题出在哪里？"),
            ("handover", "Handover from sales", "销售交接"),
            ("information", "Knowing what the others do", "信息不互通"),
            ("people", "Too few hands", "人手不足"),
            ("decisions", "Nobody decides", "没人拍板"),
            ("tools", "Tools", "工具"),
            when=numbers("team", 1, 3),
            several=True,
        ),
        written("reason", said("What should change first?", "最先该改的是什么？")),
    ),
)
