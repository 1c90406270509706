"""The partner survey: resellers, distributors and consultants through whom a decision passes."""

from models.vocabulary import SurveyPurpose
from scoring.vocabulary import LifecycleStage, QuestionKind, ScoreFamily
from service.surveys.template import SurveyTemplate, choice, numbers, rating, said, written

PARTNER = SurveyTemplate(
    key="partner",
    name=said("Partner relationship", "合作伙伴关系"),
    about=said(
        "Twice a year to the people at resellers, distributors and consultants.",
        "每半年发给经销商、分销商和咨询机构的相关人员。",
    ),
    family=ScoreFamily.PARTNER,
    purpose=SurveyPurpose.RELATIONSHIP,
    stage=LifecycleStage.VALUE,
    touchpoint=said("Partner review", "伙伴回顾"),
    texts={
        "en": {
            "title": "How are we as a partner?",
            "thanks": "Thank you. Your partner manager reads this with the team.",
            "mail_subject": "How are we as a partner?",
            "mail_text": "We sell together. Would you tell another firm to work with us?",
            "reminder_subject": "How are we as a partner?",
            "reminder_text": "One number is enough. We will not remind you again.",
        },
        "zh": {
            "title": "与我们合作，感觉如何？",
            "thanks": "谢谢您！伙伴经理会和团队一起认真看。",
            "mail_subject": "与我们合作，感觉如何？",
            "mail_text": "我们一起服务客户。您会建议其他公司也与我们合作吗？",
            "reminder_subject": "与我们合作，感觉如何？",
            "reminder_text": "打个分就好。之后不再提醒。",
        },
    },
    questions=(
        rating(
            "nps",
            QuestionKind.NPS,
            said(
                "How likely are you to recommend working with us to another firm?",
                "您有多大可能建议其他公司与我们合作？",
            ),
            required=True,
        ),
        rating(
            "answers",
            QuestionKind.SCALE,
            said("When I need you for a customer, I get an answer in time.", "客户需要时，我能及时得到你们的答复。"),
            said("Not at all", "完全不同意"),
            said("Fully", "完全同意"),
        ),
        choice(
            "missing",
            said("What holds our business together back?", "是什么妨碍了我们的合作？"),
            ("margin", "Terms and margin", "合作条件和利润"),
            ("leads", "Too few joint customers", "共同客户太少"),
            ("training", "Training and material", "培训和资料"),
            ("conflict", "Conflicts with your direct sales", "与直销的冲突"),
            ("product", "The product itself", "产品本身"),
            when=numbers("nps", 0, 8),
            several=True,
        ),
        written("reason", said("What should we do differently?", "您希望我们在哪些方面改变做法？")),
    ),
)
