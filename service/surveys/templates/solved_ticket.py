"""After a solved ticket: the effort it took, which tells more about loyalty than delight does."""

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.template import SurveyTemplate, choice, numbers, rating, said, written

SOLVED_TICKET = SurveyTemplate(
    key="solved_ticket",
    name=said("Effort after a solved ticket (CES)", "工单解决后的费力度（CES）"),
    about=said(
        "To whoever opened the ticket, the day after it was closed.",
        "工单关闭次日，发给提交工单的人。",
    ),
    family=ScoreFamily.CUSTOMER,
    purpose=SurveyPurpose.TRANSACTIONAL,
    stage=LifecycleStage.ADOPTION,
    touchpoint=said("Solved ticket", "工单解决"),
    texts={
        "en": {
            "title": "How did we handle it?",
            "thanks": "Thank you. If it is not solved yet, somebody will be in touch.",
            "mail_subject": "Was that easy to get solved?",
            "mail_text": "You asked us for help, and we believe that it is done. How much trouble was it for you?",
            "reminder_subject": "Was that easy to get solved?",
            "reminder_text": "One number is enough. We will not ask about this ticket again.",
        },
        "zh": {
            "title": "这次处理得怎么样？",
            "thanks": "谢谢您！如果问题还没有解决，会有同事与您联系。",
            "mail_subject": "这次的问题，解决起来顺利吗？",
            "mail_text": "您向我们提出的问题，我们认为已经处理完毕。整个过程让您费心了吗？",
            "reminder_subject": "这次的问题，解决起来顺利吗？",
            "reminder_text": "打个分就好。关于这张工单，我们不会再打扰您。",
        },
    },
    questions=(
        rating(
            "effort",
            QuestionKind.CES,
            said("How much effort did it take you to get this solved?", "为解决这个问题，您花了多大力气？"),
            said("Hardly any", "几乎不费力"),
            said("A great deal", "非常费力"),
            required=True,
            low_is_good=True,
        ),
        choice(
            "solved",
            said("Is it solved for you?", "对您来说，问题解决了吗？"),
            ("yes", "Yes", "解决了"),
            ("partly", "In part", "部分解决"),
            ("no", "No", "没有解决"),
        ),
        choice(
            "trouble",
            said("What made it hard?", "费力在哪里？"),
            ("waiting", "Waiting for an answer", "等待回复"),
            ("repeating", "Telling it more than once", "反复说明情况"),
            ("handing_over", "Being passed on", "被转来转去"),
            ("understanding", "Understanding the answer", "看不懂答复"),
            when=numbers("effort", 4, 7),
            several=True,
        ),
        written("reason", said("Anything we should know?", "还有什么想告诉我们的？")),
    ),
)
