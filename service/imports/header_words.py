"""Names that German, French, Spanish and further Chinese files give their columns, beside those in ``fields.py``.

Written as :func:`service.imports.headers.plain_header` leaves a name: lower case, words apart, no signs. Accents may be
missing in a file.
"""

from collections.abc import Mapping

from models.vocabulary import ImportKind as K
from service.imports.japanese_words import JAPANESE_NAMES

_ACCOUNT_ID = (
    "kundennummer, kundennr, kunden nr, kunden id, firmennummer, firmen id, debitor, debitorennummer, "
    "numéro client, n client, code client, id client, id société, número de cliente, id cliente, 客户号, "
    "客户编码, 公司代码"
)
_ACCOUNT = (
    "firma, kunde, kundenname, firmenname, unternehmen, unternehmensname, gesellschaft, organisation, "
    "société, entreprise, client, nom du client, nom de la société, raison sociale, compte, "
    "empresa, cliente, nombre de la empresa, razón social, 客户名, 所属客户, 所属公司, 单位名称, 客户公司, 企业"
)
_CURRENCY = "währung, waehrung, devise, monnaie, moneda, 币别, 货币单位"
_PERSON_ID = "kontakt id, kontaktnummer, ansprechpartner id, personalnummer, id contact, id contacto, 联系人编码"
_PERSON_EMAIL = (
    "e mail adresse, email adresse, mailadresse, courriel, adresse e mail, adresse email, correo, 电邮, 电子邮箱"
)
_PERSON = "ansprechpartner, kontakt, kontaktperson, interlocuteur, contacto, 客户联系人, 对接人, 联络人"
_USER = (
    "betreuer, bearbeiter, verantwortlich, zuständig, kundenbetreuer, vertriebler, responsable, commercial, "
    "跟进人, 业务员"
)
_NUMBER = "nr, nummer, numéro, n, id nummer, número, 序列号, 单号, 编码"

OTHER_NAMES: Mapping[K, Mapping[str, str]] = {
    K.ACCOUNTS: {
        "external_id": f"{_ACCOUNT_ID}, identifiant, {_NUMBER}",
        "name": f"{_ACCOUNT}, name der firma, name 1, bezeichnung, nom, nombre",
        "domain": "webseite, webadresse, internetadresse, homepage url, site web, site internet, sitio web, 官网, "
        "官方网站",
        "parent": "muttergesellschaft, mutterunternehmen, konzernmutter, société mère, maison mère, "
        "empresa matriz, 上级公司",
        "parent_id": "mutter id, id société mère, 上级公司编号",
        "segment": "kundensegment, kundengruppe, kundenklasse, abc klasse, segment client, segmento, 客户分类, "
        "客户类型",
        "region": "gebiet, vertriebsregion, bundesland, région, secteur géographique, región, provincia, 省市, "
        "所在地区",
        "country": "land, ländercode, länderkennzeichen, staat, pays, país, 所在国家",
        "industry": "branche, wirtschaftszweig, secteur, secteur d activité, industria, sector, 行业类别, 行业分类",
        "lifecycle_stage": "kundenphase, phase, lebenszyklus, étape, cycle de vie, etapa, 客户状态",
        "churned": "abgewandert, gekündigt, churné, résilié, 已流失",
        "language": "sprache, korrespondenzsprache, langue, idioma, 使用语言",
        "time_zone": "zeitzone, fuseau horaire, zona horaria",
        "owner": f"{_USER}, key account manager, account manager, 客户负责人姓名",
        "csm": "erfolgsmanager, responsable succès client",
        "team": "vertriebsteam, équipe, equipo, 销售团队",
        "territory": "vertriebsgebiet, territoire, territorio",
        "customer_since": "kunde seit, erstkauf, client depuis, date d entrée, cliente desde, 合作开始日期, "
        "首次合作日期",
    },
    K.PEOPLE: {
        "external_id": f"{_PERSON_ID}, mitarbeiternummer, mitarbeiter id, identifiant, matricule, {_NUMBER}",
        "name": f"{_PERSON}, vollständiger name, vor und nachname, mitarbeiter, nom complet, nombre completo, "
        f"客户姓名, 联系人名称",
        "first_name": "vorname, rufname, prénom, nombre de pila, nombre",
        "last_name": "nachname, familienname, zuname, nom, nom de famille, apellido, apellidos",
        "email": f"{_PERSON_EMAIL}, mail adresse, correo electrónico, 工作邮箱",
        "phone": "telefon, telefonnummer, tel nr, rufnummer, handy, mobil, mobiltelefon, téléphone, tél, portable, "
        "teléfono, móvil, 手机号码, 联系方式, 移动电话, 座机",
        "title": "position, funktion, stelle, berufsbezeichnung, stellung, jobtitel, fonction, poste, "
        "intitulé du poste, "
        "cargo, puesto, 职称, 岗位名称, 职位名称",
        "department": "abteilung, bereich, département, service, departamento, 部门名称, 科室",
        "organisation": "arbeitgeber, employeur",
        "language": "sprache, korrespondenzsprache, langue, idioma, 使用语言",
        "time_zone": "zeitzone, fuseau horaire, zona horaria",
        "do_not_contact": "nicht kontaktieren, kontaktsperre, werbesperre, ne pas contacter, no contactar, "
        "不要联系, 免打扰",
        "left_on": "austritt, austrittsdatum, ausgeschieden am, date de départ, fecha de baja, 离职时间",
        "left": "ausgeschieden, parti, a quitté",
        "account_id": _ACCOUNT_ID,
        "account": _ACCOUNT,
        "manager_id": "vorgesetzter id, vorgesetzten id, vorgesetztennummer, chef id, personalnummer vorgesetzter, "
        "id responsable, matricule responsable, 上级工号, 直接上级工号, 直属上级工号, 主管工号, 直接上级编号",
        "manager_email": "vorgesetzter e mail, e mail vorgesetzter, courriel responsable, 上级电子邮箱",
        "manager": "vorgesetzter, vorgesetzte, vorgesetzte r, vorgesetzter name, chef, berichtet an, führungskraft, "
        "responsable hiérarchique, supérieur, supérieur hiérarchique, n 1, responsable, rattaché à, jefe, "
        "superior, reporta a, 直接上级, 上司, 直接主管, 直属主管, 直属领导, 上级领导, 领导, 汇报给, 汇报上级",
        "role": "rolle, entscheidungsrolle, rolle im buying center, rôle, rôle de décision, rol, 决策链角色, "
        "角色类型",
        "sub_role": "unterrolle, sous rôle",
        "side": "seite, zugehörigkeit, côté",
        "openness": "offenheit, ouverture",
    },
    K.CONTRACTS: {
        "external_id": f"vertragsnummer, vertragsnr, vertrag nr, vertrags id, auftragsnummer, numéro de contrat, "
        f"n contrat, "
        f"id contrat, identifiant, número de contrato, 合同号, 合同编码, {_NUMBER}",
        "account_id": _ACCOUNT_ID,
        "account": f"{_ACCOUNT}, vertragspartner, 甲方",
        "name": "vertrag, vertragsname, bezeichnung, produkt, contrat, intitulé, produit, contrato, 合同名, 产品名称",
        "arr": "jahreswert, jahresbetrag, jahresumsatz, jährlicher wert, jährlicher umsatz, valeur annuelle, "
        "montant annuel, revenu annuel, valor anual, 年费金额, 年度金额, 年合同金额",
        "mrr": "monatswert, monatsbetrag, monatlich, valeur mensuelle, montant mensuel, 月度金额",
        "amount": "betrag, wert, vertragswert, auftragswert, gesamtwert, summe, montant, valeur, montant total, "
        "importe, "
        "valor, 合同总额, 总价",
        "currency": _CURRENCY,
        "starts_on": "beginn, vertragsbeginn, laufzeitbeginn, startdatum, gültig ab, gültig von, von, début, "
        "date de début, "
        "fecha de inicio, inicio, 开始时间, 起始时间, 合同起始日, 签订日期, 合同开始时间",
        "ends_on": "ende, vertragsende, laufzeitende, enddatum, gültig bis, bis, ablaufdatum, fin, date de fin, "
        "échéance, "
        "date d échéance, fecha de fin, vencimiento, 结束时间, 终止日期, 合同截止日, 到期时间, 合同到期日, "
        "合同结束时间",
        "term_months": "laufzeit, laufzeit monate, laufzeit in monaten, vertragslaufzeit, durée, durée mois, "
        "durée en mois, plazo, 合同月数, 期限月, 服务期",
        "closed_on": "abschlussdatum, abschluss, date de clôture, fecha de cierre, 成交时间",
        "notice_days": "kündigungsfrist, kündigungsfrist tage, kündigungsfrist in tagen, préavis, préavis jours, "
        "délai de préavis, 提前通知天数",
        "notice_given_on": "gekündigt am, kündigungsdatum, date de résiliation, 通知日期",
        "auto_renews": "automatische verlängerung, verlängert sich automatisch, renouvellement automatique, "
        "tacite reconduction, renovación automática, 是否自动续约",
        "outcome": "ergebnis, vertragsstatus, phase, statut, résultat, étape, estado, 合同状态",
        "churned": "abgewandert, gekündigt, résilié, 已流失",
        "type": "art, vertragsart, typ, type de contrat, tipo, 合同类型",
        "lost_reason": "verlustgrund, kündigungsgrund, motif de perte, motif de résiliation, 未续约原因",
    },
    K.INTERACTIONS: {
        "external_id": f"aktivitäts id, aktivitätsnummer, identifiant, {_NUMBER}",
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT, "person_id": _PERSON_ID, "person_email": _PERSON_EMAIL,
        "person": f"{_PERSON}, teilnehmer, participants, 参会人",
        "kind": "art, typ, aktivität, aktivitätsart, kontaktart, type d activité, canal, tipo, 沟通方式, 跟进方式",
        "occurred_at": "datum, zeitpunkt, besuchsdatum, termin, le, date et heure, fecha, 跟进时间, 沟通时间, "
        "拜访日期",
        "subject": "betreff, thema, gesprächsnotiz, notiz, objet, sujet, asunto, 跟进内容, 沟通内容, 摘要",
        "user": _USER,
    },
    K.TICKETS: {
        "external_id": f"ticket, ticketnummer, ticket nr, fallnummer, vorgangsnummer, numéro de ticket, n ticket, "
        f"identifiant, 问题编号, 工单id, {_NUMBER}",
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT, "person_id": _PERSON_ID, "person_email": _PERSON_EMAIL,
        "person": f"{_PERSON}, melder, demandeur, 提交人, 报告人",
        "subject": "betreff, thema, problem, objet, sujet, asunto, 工单标题, 问题",
        "category": "kategorie, ticketart, catégorie, categoría, 工单类型",
        "severity": "priorität, schweregrad, dringlichkeit, priorité, gravité, urgence, prioridad, 紧急程度, "
        "严重级别",
        "opened_at": "eröffnet, eröffnet am, erstellt, erstellt am, gemeldet am, angelegt am, ouvert le, créé le, "
        "date d ouverture, date de création, abierto el, 开单时间, 报修时间, 创建于",
        "closed_at": "geschlossen, geschlossen am, gelöst am, erledigt am, fermé le, clôturé le, résolu le, "
        "date de clôture, cerrado el, 结单时间, 完成时间, 关闭于",
        "status": "stand, statut, état, estado, 工单状态, 处理状态",
    },
    K.USAGE: {
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT,
        "contract_id": "vertragsnummer, vertrag, numéro de contrat, contrat, 合同号",
        "date": "datum, woche, kalenderwoche, stichtag, tag, semaine, jour, fecha, semana, 统计日期, 周次",
        "product": "produkt, modul, produit, módulo, producto, 产品名称, 功能模块",
        "active_users": "aktive nutzer, aktive benutzer, nutzer, benutzer, utilisateurs actifs, utilisateurs, "
        "usuarios activos, 活跃数, 周活跃用户, 日活跃用户",
        "seats": "lizenzen, plätze, gekaufte lizenzen, licences achetées, postes, licencias, 账号数, 购买席位",
        "events": "ereignisse, anmeldungen, zugriffe, anzahl, événements, connexions, nombre, eventos, 登录次数, "
        "操作次数",
    },
    K.INVOICES: {
        "external_id": f"rechnungs id, identifiant, {_NUMBER}",
        "number": "rechnungsnummer, rechnungsnr, rechnung nr, belegnummer, numéro de facture, n facture, facture, "
        "número de factura, 发票编号, 票号",
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT,
        "amount": "betrag, rechnungsbetrag, bruttobetrag, nettobetrag, summe, montant, montant ttc, montant ht, "
        "importe, 开票金额",
        "currency": _CURRENCY,
        "issued_on": "rechnungsdatum, belegdatum, datum, date de facture, date d émission, fecha de factura, "
        "开票时间",
        "due_on": "fällig am, fälligkeit, fälligkeitsdatum, zahlbar bis, échéance, date d échéance, vencimiento, "
        "应收日期",
        "paid_on": "bezahlt am, zahlungsdatum, zahlungseingang, payé le, date de paiement, fecha de pago, "
        "到账日期, 回款日期",
    },
    K.RESPONSES: {
        "external_id": f"antwort id, identifiant, {_NUMBER}",
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT, "person_id": _PERSON_ID, "person_email": _PERSON_EMAIL,
        "person": f"{_PERSON}, teilnehmer, befragter, répondant, encuestado, 填写人, 回答者",
        "role": "rolle, rôle, rol",
        "metric": "kennzahl, frageart, indicateur, métrica",
        "score": "bewertung, punkte, punktzahl, wert, score nps, évaluation, puntuación, nota, 打分值, 评价分数",
        "comment": "kommentar, bemerkung, anmerkung, freitext, begründung, commentaire, remarque, avis, comentario, "
        "评价内容, 建议, 反馈内容",
        "answered_at": "datum, beantwortet am, antwortdatum, abgeschlossen am, date de réponse, répondu le, fecha, "
        "回复时间, 评价时间, 反馈日期",
        "language": "sprache, langue, idioma",
    },
    K.TIES: {
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT,
        "source": "von, quelle, wer, de, origen, 从, 发起人",
        "target": "an, zu, ziel, wen, vers, à, destino, 到, 对象",
        "kind": "art, beziehung, verbindung, lien, relación, 关系种类",
        "strength": "stärke, gewicht, force, poids, peso, 关系权重",
    },
    K.RELATIONSHIPS: {
        "account_id": _ACCOUNT_ID, "account": _ACCOUNT, "person_id": _PERSON_ID, "person_email": _PERSON_EMAIL,
        "person": _PERSON,
        "user": f"{_USER}, kollege, collègue",
        "strength": "stärke, beziehung, beziehungsstärke, force, relation, 客情关系",
        "target_strength": "ziel, zielstärke, objectif",
        "confirmed_on": "bestätigt am, letzter kontakt, dernier contact, confirmé le, 最近沟通日期",
    },
}  # fmt: skip


def other_names(kind: K, field: str) -> tuple[str, ...]:
    """The names of one field in other languages, best first.

    >>> other_names(K.PEOPLE, "last_name")[:2]
    ('nachname', 'familienname')
    """
    names = f"{OTHER_NAMES[kind].get(field, '')},{JAPANESE_NAMES[kind].get(field, '')}"
    return tuple(dict.fromkeys(word for part in names.split(",") if (word := part.strip())))
