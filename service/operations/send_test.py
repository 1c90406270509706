"""Send oneself the mail of a wave, as a respondent would get it."""

from datetime import datetime
from email.utils import parseaddr

from sqlmodel import Session

from models.survey import Wave
from models.vocabulary import DeliveryKind
from service.auth.answer_links import trial_address, trial_token
from service.auth.policy import Action
from service.auth.principal import Principal
from service.errors import Conflict
from service.i18n.languages import LANGUAGES
from service.mail.survey_mail import Asking, trial_mail
from service.operations.enqueue_delivery import Recipient, enqueue_delivery
from service.operations.post_invitations import PostOffice, wording_of
from service.operations.record_audit import record_audit
from service.operations.references import invalid
from service.queries.visible_waves import visible_wave
from service.sending.audience import audience_of
from service.sending.rules import rules_of
from service.sending.window import zone_of
from service.surveys.branching import ROLE_NAMES, Respondent
from service.surveys.texts import survey_text


def send_test(
    session: Session, principal: Principal, wave_id: int, language: str, office: PostOffice, *, now: datetime
) -> Wave:
    """Put a test in the post, to the one who asks and nobody else; it shows what all roles of the audience are asked.

    Its links show the survey and keep nothing.

    :raises NotFound: absent, or not within reach; :raises Invalid: a language that the survey does not speak.
    :raises Conflict: the one who asks is a program without an address, or asked for the same this very second.
    """
    wave = visible_wave(session, principal, wave_id, Action.WRITE)
    wording = wording_of(session, wave.survey_version_id)
    if language not in wording.version.languages:
        raise invalid("language", "The survey does not speak this language.")
    if principal.user_id is None or not principal.email:
        raise Conflict("There is no address to send a test to.")
    token = trial_token(office.links, wording.version.id, now=now)
    audience = audience_of(wave.audience)
    asking = Asking(
        version=wording.version,
        questions=wording.questions,
        respondent=Respondent(roles=audience.roles or ROLE_NAMES, tags=audience.tags),
        language=language,
        name=principal.name,
        account="Example Ltd",
        sender=survey_text(wording.version.texts, "sender", language, wording.version.languages)
        or parseaddr(office.mail_from)[0]
        or "Linchpin",
        anonymous=wording.survey.anonymous,
        address=lambda score: trial_address(office.base_url, token, score=score),
        closes_at=now + rules_of(wave.rules).life,
        zone=zone_of(principal.time_zone),
    )
    posted = enqueue_delivery(
        session,
        DeliveryKind.INVITATION,
        f"test:{wave.id}:user:{principal.user_id}:{language}:{now.isoformat(timespec='seconds')}",
        Recipient(principal.email, language if language in LANGUAGES else "en", user_id=principal.user_id),
        trial_mail(asking),
        now=now,
        base_url=office.base_url,
    )
    if posted is None:
        raise Conflict("This test was sent a moment ago.")
    record_audit(session, principal, "tested", "wave", wave.id, now=now, fields={"language": language})
    return wave
