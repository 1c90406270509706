"""German, French and Spanish words for the values of the domain, beside those in ``words.py``."""

from collections.abc import Mapping
from enum import StrEnum

from scoring.vocabulary import (
    ContractOutcome,
    InteractionKind,
    LifecycleStage,
    OrganisationSide,
    QuestionKind,
    Role,
    Strength,
    SubRole,
    TicketSeverity,
)

OTHER_VALUES: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Role: {
        Role.DECISION_MAKER: "entscheider, entscheiderin, entscheidungsträger, décideur, décideuse, decisor",
        Role.INFLUENCER: "beeinflusser, einflussnehmer, influencerin, influenceur, prescripteur, influenciador",
        Role.END_USER: "anwender, endanwender, nutzer, benutzer, utilisateur, utilisateur final, usuario final",
    },
    SubRole: {
        SubRole.ECONOMIC_BUYER: "wirtschaftlicher entscheider, budgetverantwortlicher, acheteur économique, "
        "comprador económico",
        SubRole.APPROVER: "genehmiger, freigeber, approbateur, valideur, aprobador",
        SubRole.EXECUTIVE_SPONSOR: "sponsor aus der geschäftsleitung, parrain, patrocinador",
        SubRole.COMMITTEE_MEMBER: "ausschussmitglied, gremienmitglied, membre du comité, miembro del comité",
        SubRole.CHAMPION: "fürsprecher, befürworter, promoteur, allié, promotor",
        SubRole.TECHNICAL_EVALUATOR: "technischer prüfer, technischer entscheider, évaluateur technique, "
        "evaluador técnico",
        SubRole.PROCUREMENT: "einkauf, einkäufer, achats, acheteur, compras",
        SubRole.GATEKEEPER: "torwächter, gardien, filtre",
        SubRole.INITIATOR: "initiator, initiateur, iniciador",
        SubRole.EXTERNAL_ADVISER: "externer berater, berater, conseiller externe, asesor externo",
        SubRole.POWER_USER: "schlüsselanwender, hauptanwender, utilisateur clé, usuario clave",
        SubRole.ADMINISTRATOR: "administrateur, administrador",
        SubRole.USER_LEAD: "leiter der anwender, responsable des utilisateurs",
        SubRole.USER: "anwender, nutzer, benutzer, utilisateur, usuario",
    },
    OrganisationSide: {
        OrganisationSide.CUSTOMER: "kunde, cliente",
        OrganisationSide.PARTNER: "händler, wiederverkäufer, partenaire, revendeur, socio",
        OrganisationSide.SUBSIDIARY: "tochter, tochtergesellschaft, niederlassung, filiale, filial",
    },
    LifecycleStage: {
        LifecycleStage.ONBOARDING: "einführung, einarbeitung, mise en place, démarrage, implantación",
        LifecycleStage.ADOPTION: "nutzung, aktiv, utilisation, actif, activo, kunde",
        LifecycleStage.RENEWAL: "verlängerung, renouvellement, renovación",
        LifecycleStage.EXPANSION: "ausbau, erweiterung, développement, expansión",
        LifecycleStage.CHURNED: "abgewandert, gekündigt, verloren, perdu, résilié, perdido",
    },
    ContractOutcome: {
        ContractOutcome.OPEN: "offen, laufend, aktiv, gültig, in kraft, ouvert, en cours, actif, abierto, activo",
        ContractOutcome.RENEWED: "verlängert, erneuert, gewonnen, renouvelé, gagné, reconduit, renovado, ganado",
        ContractOutcome.EXPANDED: "erweitert, ausgebaut, étendu, élargi, ampliado",
        ContractOutcome.CONTRACTED: "reduziert, verkleinert, réduit, reducido",
        ContractOutcome.LOST: "verloren, gekündigt, beendet, ausgelaufen, perdu, résilié, non renouvelé, perdido",
    },
    InteractionKind: {
        InteractionKind.MEETING: "besuch, termin, treffen, besprechung, sitzung, réunion, visite, reunión, visita",
        InteractionKind.CALL: "anruf, telefonat, telefon, appel, téléphone, llamada",
        InteractionKind.EMAIL: "mail, courriel, correo",
        InteractionKind.EVENT: "veranstaltung, messe, schulung, événement, salon, formation, evento",
        InteractionKind.NOTE: "notiz, aufgabe, sonstiges, tâche, remarque, autre, nota, tarea",
    },
    TicketSeverity: {
        TicketSeverity.LOW: "niedrig, gering, faible, basse, baja",
        TicketSeverity.NORMAL: "mittel, moyen, moyenne, normale, media",
        TicketSeverity.HIGH: "hoch, haut, haute, élevé, élevée, alta",
        TicketSeverity.URGENT: "dringend, kritisch, sehr hoch, critique, urgente, crítica",
    },
    Strength: {
        Strength.NONE: "keine, kein kontakt, aucune, aucun, ninguna",
        Strength.BRIEF: "schwach, flüchtig, faible, débil",
        Strength.SEVERAL_CONTACTS: "mittel, mehrere kontakte, moyenne, plusieurs contacts, media",
        Strength.IN_DEPTH: "stark, eng, vertieft, forte, approfondie, fuerte",
        Strength.TRUSTED: "vertraut, vertrauensvoll, de confiance, confiance, confianza",
    },
    QuestionKind: {
        QuestionKind.NPS: "weiterempfehlung, recommandation, recomendación",
        QuestionKind.CSAT: "zufriedenheit, satisfacción",
        QuestionKind.CES: "aufwand, esfuerzo",
    },
}
