"""The renewal check at T-120: while there is still time to do something."""

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.branching import After, Condition
from service.surveys.template import SurveyTemplate, choice, rating, said, written

RENEWAL_CHECK = SurveyTemplate(
    key="renewal_check",
    name=said("Renewal check at T-120", "续约前 120 天检查"),
    about=said(
        "120 days before the contract ends, to decision makers and champions.",
        "合同到期前 120 天，发给决策者和内部支持者。",
    ),
    family=ScoreFamily.CUSTOMER,
    purpose=SurveyPurpose.RELATIONSHIP,
    stage=LifecycleStage.RENEWAL,
    touchpoint=said("Renewal offer", "续约沟通"),
    texts={
        "en": {
            "title": "Before we talk about the renewal",
            "introduction": "Your contract ends in about four months. Tell us now what has to happen until then.",
            "thanks": "Thank you. We come prepared to the next talk, and act before it where we can.",
            "mail_subject": "Four months before the renewal: where do we stand?",
            "mail_text": "Your contract ends in about four months. Before anybody talks of offers: do you get what you "
            "pay for?",
            "reminder_subject": "Where do we stand?",
            "reminder_text": "There is still time to put things right before the renewal, if we know them. We will not "
            "remind you again.",
        },
        "zh": {
            "title": "续约之前，先听您说",
            "introduction": "合同大约还有四个月到期。在此之前需要我们做什么，请现在就告诉我们。",
            "thanks": "谢谢您！下次沟通我们会有备而来，能先做的马上就做。",
            "mail_subject": "距离续约还有四个月，我们做得如何？",
            "mail_text": "合同大约还有四个月到期。先不谈报价：您觉得物有所值吗？",
            "reminder_subject": "我们做得如何？",
            "reminder_text": "现在知道问题，还来得及在续约前改好。之后不再提醒。",
        },
    },
    questions=(
        rating(
            "value",
            QuestionKind.CSAT,
            said("How satisfied are you with what you get for the price?", "就价格而言，您对得到的满意吗？"),
            required=True,
        ),
        choice(
            "plan",
            said("If you decided today, what would you do?", "如果今天就决定，您会怎么做？"),
            ("extend", "Extend it", "扩大使用"),
            ("renew", "Renew as it is", "原样续约"),
            ("reduce", "Reduce it", "缩减"),
            ("leave", "Not renew", "不续约"),
            ("open", "I cannot say yet", "还说不准"),
        ),
        choice(
            "condition",
            said("What would have to be settled first?", "续约前，哪些事必须先解决？"),
            ("price", "The price", "价格"),
            ("results", "Proof of results", "看到实际效果"),
            ("problems", "Open problems", "遗留问题"),
            ("alternatives", "A comparison with others", "与其他供应商比较"),
            ("budget", "Our own budget", "我们自己的预算"),
            when=Condition(after=After("plan", frozenset({"reduce", "leave", "open"}))),
            several=True,
        ),
        written("reason", said("What should we do until then?", "到那时之前，您希望我们做什么？")),
    ),
)
