"""After the introduction: whether the start was good, from those who went through it."""

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.template import DECIDES, USES, SurveyTemplate, choice, numbers, rating, said, written

ONBOARDING = SurveyTemplate(
    key="onboarding",
    name=said("Satisfaction after onboarding (CSAT)", "上线后的满意度（CSAT）"),
    about=said(
        "Two weeks after go-live, to those who took part in the introduction and those who use the product since.",
        "上线两周后，发给参与实施的人和开始使用的人。",
    ),
    family=ScoreFamily.CUSTOMER,
    purpose=SurveyPurpose.TRANSACTIONAL,
    stage=LifecycleStage.ONBOARDING,
    touchpoint=said("Go-live", "上线"),
    texts={
        "en": {
            "title": "How was the start?",
            "introduction": "You have been live for two weeks. What we learn now still helps you.",
            "thanks": "Thank you. What is still missing goes to your project team today.",
            "mail_subject": "Two weeks in: how was the start?",
            "mail_text": "You have been live for two weeks. How satisfied are you with the way here?",
            "reminder_subject": "How was the start?",
            "reminder_text": "One minute, and what is still missing gets done. We will not remind you again.",
        },
        "zh": {
            "title": "上线顺利吗？",
            "introduction": "系统已经上线两周。现在发现的问题，我们还来得及为您解决。",
            "thanks": "谢谢您！还没到位的地方，今天就会转给项目组。",
            "mail_subject": "上线两周了，感觉如何？",
            "mail_text": "系统已经上线两周。对整个上线过程，您满意吗？",
            "reminder_subject": "上线顺利吗？",
            "reminder_text": "只需一分钟，还没到位的地方我们会补上。之后不再提醒。",
        },
    },
    questions=(
        rating(
            "start",
            QuestionKind.CSAT,
            said("How satisfied are you with the introduction?", "您对这次上线实施满意吗？"),
            required=True,
        ),
        choice(
            "open",
            said("What is still missing?", "还有哪些没有到位？"),
            ("training", "Training", "培训"),
            ("data", "Our data in the system", "数据导入"),
            ("connections", "Connections to other systems", "与其他系统的对接"),
            ("functions", "Functions that we were promised", "承诺过的功能"),
            ("contact", "Somebody to turn to", "有问题时找谁"),
            when=numbers("start", 1, 4),
            several=True,
        ),
        rating(
            "goal",
            QuestionKind.SCALE,
            said("We are on the way to the goal we bought it for.", "我们正朝着当初采购时的目标前进。"),
            said("Not at all", "完全不同意"),
            said("Fully", "完全同意"),
            when=DECIDES,
        ),
        rating(
            "ready",
            QuestionKind.SCALE,
            said("I know how to do my work with it.", "我知道怎么用它完成自己的工作。"),
            said("Not at all", "完全不同意"),
            said("Fully", "完全同意"),
            when=USES,
        ),
        written("reason", said("What would have made the start better?", "怎样做，上线会更顺利？")),
    ),
)
