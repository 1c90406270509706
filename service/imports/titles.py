"""Which role a job title suggests: rules per language, the longest phrase wins."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from scoring.vocabulary import SubRole
from service.keys import name_key

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?", re.UNICODE)

DEFAULT_RULES: Mapping[str, Mapping[SubRole, str]] = {
    "en": {
        SubRole.ECONOMIC_BUYER: (
            "chief executive officer, ceo, chief financial officer, cfo, owner, co-owner, founder, managing director, "
            "president, general manager, finance director, vice president of finance, vp finance, director of finance, "
            "proprietor, managing partner, head of finance"
        ),
        SubRole.APPROVER: (
            "general counsel, legal counsel, chief legal officer, chief information security officer, ciso, "
            "security officer, compliance officer, data protection officer, head of legal, "
            "chief compliance officer, legal"
        ),
        SubRole.EXECUTIVE_SPONSOR: (
            "vice president, vp, senior vice president, svp, executive vice president, evp, "
            "chief operating officer, coo, "
            "chief information officer, cio, chief technology officer, cto, chief marketing officer, cmo, "
            "chief revenue officer, chief product officer, chief people officer, chief customer officer, chief, "
            "sales director, marketing director, director"
        ),
        SubRole.COMMITTEE_MEMBER: "board member, member of the board, committee member, chairman, chairwoman, chair",
        SubRole.TECHNICAL_EVALUATOR: (
            "it manager, it director, information services manager, solutions architect, enterprise architect, "
            "architect, "
            "engineering manager, senior engineer, engineer, developer, software engineer, technical lead, tech lead, "
            "tool designer, design engineer, network manager, database administrator, data scientist, "
            "research and development manager, research and development engineer, quality assurance manager"
        ),
        SubRole.PROCUREMENT: (
            "procurement, procurement manager, purchasing, purchasing manager, purchasing assistant, buyer, "
            "sourcing manager, "
            "category manager, supply chain manager, vendor manager, head of procurement, purchasing agent"
        ),
        SubRole.GATEKEEPER: (
            "executive assistant, personal assistant, assistant to, secretary, office manager, receptionist, "
            "administrative assistant, order administrator"
        ),
        SubRole.EXTERNAL_ADVISER: "consultant, adviser, advisor, external consultant",
        SubRole.ADMINISTRATOR: (
            "administrator, system administrator, network administrator, application specialist, "
            "facilities administrative "
            "assistant, application administrator, it support, help desk"
        ),
        SubRole.USER_LEAD: (
            "manager, team lead, team leader, supervisor, head of, production supervisor, sales manager, "
            "marketing manager, "
            "accounting manager, product manager, project manager, department head, group manager"
        ),
        SubRole.POWER_USER: "analyst, specialist, coordinator, planner, scheduler, key user, power user, "
        "business analyst",
        SubRole.USER: (
            "representative, sales representative, sales associate, sales agent, clerk, technician, associate, "
            "assistant, "
            "accountant, operator, recruiter, stocker, marketing assistant, janitor, employee, agent, "
            "benefits specialist"
        ),
    },
    "de": {
        SubRole.ECONOMIC_BUYER: (
            "geschäftsführer, geschäftsführerin, vorstand, vorstandsvorsitzender, vorstandsvorsitzende, inhaber, "
            "inhaberin, finanzvorstand, finanzleiter, finanzleiterin, leiter finanzen, leiterin finanzen, "
            "kaufmännischer leiter, kaufmännische leiterin, geschäftsführender gesellschafter, gründer, prokurist"
        ),
        SubRole.APPROVER: "justiziar, justiziarin, rechtsabteilung, leiter recht, datenschutzbeauftragter, "
        "datenschutzbeauftragte, informationssicherheitsbeauftragter, compliance beauftragter",
        SubRole.EXECUTIVE_SPONSOR: "bereichsleiter, bereichsleiterin, direktor, direktorin, technischer leiter, "
        "technische leiterin, vertriebsleiter, vertriebsleiterin, betriebsleiter, werkleiter, werksleiter",
        SubRole.COMMITTEE_MEMBER: "aufsichtsrat, aufsichtsratsvorsitzender, beirat, betriebsrat",
        SubRole.TECHNICAL_EVALUATOR: "it-leiter, it-leiterin, leiter it, leiterin it, edv-leiter, ingenieur, "
        "ingenieurin, entwickler, entwicklerin, softwareentwickler, entwicklungsleiter, architekt, architektin, "
        "qualitätsleiter, techniker leiter",
        SubRole.PROCUREMENT: "einkäufer, einkäuferin, einkauf, einkaufsleiter, einkaufsleiterin, leiter einkauf, "
        "leiterin einkauf, strategischer einkäufer, beschaffung, beschaffer",
        SubRole.GATEKEEPER: "assistenz der geschäftsführung, assistentin der geschäftsführung, "
        "assistent der geschäftsführung, sekretär, sekretärin, sekretariat, vorzimmer, empfang",
        SubRole.EXTERNAL_ADVISER: "berater, beraterin, externer berater, unternehmensberater",
        SubRole.ADMINISTRATOR: "administrator, administratorin, systemadministrator, systemadministratorin, "
        "it-betreuer",
        SubRole.USER_LEAD: "abteilungsleiter, abteilungsleiterin, teamleiter, teamleiterin, gruppenleiter, "
        "gruppenleiterin, leiter, leiterin, projektleiter, projektleiterin, produktionsleiter, marketingleiter",
        SubRole.POWER_USER: "analyst, analystin, spezialist, spezialistin, referent, referentin, koordinator, "
        "koordinatorin, schlüsselanwender, disponent, disponentin",
        SubRole.USER: "sachbearbeiter, sachbearbeiterin, mitarbeiter, mitarbeiterin, angestellte, angestellter, "
        "buchhalter, buchhalterin, techniker, technikerin, assistent, assistentin, verkäufer, verkäuferin",
    },
    "fr": {
        SubRole.ECONOMIC_BUYER: "directeur général, directrice générale, président, présidente, pdg, gérant, gérante, "
        "directeur financier, directrice financière, daf, propriétaire, fondateur, fondatrice",
        SubRole.APPROVER: "directeur juridique, directrice juridique, juriste, responsable juridique, rssi, "
        "délégué à la protection des données, responsable conformité",
        SubRole.EXECUTIVE_SPONSOR: "directeur, directrice, directeur commercial, directrice commerciale, "
        "directeur technique, directrice technique, vice-président, vice-présidente, dsi",
        SubRole.COMMITTEE_MEMBER: "administrateur de société, membre du conseil, membre du comité",
        SubRole.TECHNICAL_EVALUATOR: "responsable informatique, ingénieur, ingénieure, développeur, développeuse, "
        "architecte, chef de projet informatique, responsable technique",
        SubRole.PROCUREMENT: "acheteur, acheteuse, responsable achats, directeur des achats, directrice des achats, "
        "achats, responsable des achats",
        SubRole.GATEKEEPER: "assistante de direction, assistant de direction, secrétaire, standardiste",
        SubRole.EXTERNAL_ADVISER: "conseiller, conseillère, consultante",
        SubRole.ADMINISTRATOR: "administrateur, administratrice, administrateur système, administrateur systèmes",
        SubRole.USER_LEAD: "responsable, chef de service, chef d'équipe, chef de projet, cheffe de projet, "
        "responsable de service",
        SubRole.POWER_USER: "analyste, spécialiste, chargé de mission, chargée de mission, coordinateur, coordinatrice",
        SubRole.USER: "employé, employée, technicien, technicienne, comptable, commercial, commerciale, gestionnaire, "
        "opérateur, opératrice, assistant, assistante",
    },
    "zh": {
        SubRole.ECONOMIC_BUYER: "首席执行官, 总裁, 总经理, 首席财务官, 财务总监, 董事长, 创始人, 老板, 法定代表人, "
        "财务负责人",
        SubRole.APPROVER: "法务总监, 法务, 合规, 首席信息安全官, 信息安全, 安全总监",
        SubRole.EXECUTIVE_SPONSOR: "副总裁, 副总经理, 副总, 首席运营官, 首席信息官, 首席技术官, 首席, 技术总监, "
        "运营总监, 市场总监, 销售总监, 总监",
        SubRole.COMMITTEE_MEMBER: "董事, 监事, 委员",
        SubRole.TECHNICAL_EVALUATOR: "信息部经理, 信息中心主任, 技术经理, 架构师, 工程师, 研发, 开发, 技术负责人, "
        "技术主管",
        SubRole.PROCUREMENT: "采购总监, 采购经理, 采购主管, 采购专员, 采购, 供应链",
        SubRole.GATEKEEPER: "总经理助理, 董事长助理, 秘书, 前台, 行政助理",
        SubRole.EXTERNAL_ADVISER: "顾问",
        SubRole.ADMINISTRATOR: "系统管理员, 管理员, 运维",
        SubRole.USER_LEAD: "部门经理, 部长, 主任, 经理, 主管, 组长, 负责人",
        SubRole.POWER_USER: "分析师, 专家, 协调员, 计划员",
        SubRole.USER: "专员, 文员, 业务员, 销售代表, 技术员, 会计, 助理, 员工, 操作员",
    },
    "es": {
        SubRole.ECONOMIC_BUYER: "director general, directora general, gerente general, presidente, presidenta, "
        "consejero delegado, consejera delegada, director financiero, directora financiera, propietario, propietaria, "
        "fundador, fundadora",
        SubRole.APPROVER: "director jurídico, directora jurídica, asesor jurídico, asesora jurídica, abogado, abogada",
        SubRole.EXECUTIVE_SPONSOR: "director, directora, director comercial, directora comercial, director técnico, "
        "directora técnica, vicepresidente, vicepresidenta",
        SubRole.COMMITTEE_MEMBER: "miembro del consejo, miembro del comité, consejero, consejera",
        SubRole.TECHNICAL_EVALUATOR: "ingeniero, ingeniera, desarrollador, desarrolladora, arquitecto, arquitecta, "
        "jefe de informática, jefa de informática, responsable de sistemas",
        SubRole.PROCUREMENT: "comprador, compradora, jefe de compras, jefa de compras, director de compras, "
        "directora de compras, responsable de compras, compras",
        SubRole.GATEKEEPER: "secretario, secretaria, asistente de dirección, recepcionista",
        SubRole.EXTERNAL_ADVISER: "consultor, consultora, asesor, asesora",
        SubRole.ADMINISTRATOR: "administrador, administradora, administrador de sistemas, administradora de sistemas",
        SubRole.USER_LEAD: "jefe, jefa, gerente, encargado, encargada, jefe de proyecto, jefa de proyecto",
        SubRole.POWER_USER: "analista, especialista, coordinador, coordinadora",
        SubRole.USER: "empleado, empleada, técnico, técnica, contable, vendedor, vendedora, auxiliar, asistente",
    },
    "ja": {
        SubRole.ECONOMIC_BUYER: "代表取締役, 社長, 最高経営責任者, 最高財務責任者, 財務部長, 経理部長, 会長, "
        "オーナー, 創業者",
        SubRole.APPROVER: "法務部長, 法務, 監査役, コンプライアンス, 情報セキュリティ責任者",
        SubRole.EXECUTIVE_SPONSOR: "取締役, 専務, 常務, 執行役員, 副社長, 本部長, 事業部長, 最高技術責任者, "
        "最高情報責任者",
        SubRole.COMMITTEE_MEMBER: "社外取締役, 委員",
        SubRole.TECHNICAL_EVALUATOR: "情報システム部長, 情報システム課長, 技術部長, エンジニア, アーキテクト, "
        "開発部長, 開発者",
        SubRole.PROCUREMENT: "購買部長, 購買課長, 購買, 調達部長, 調達, 資材部長, 資材",
        SubRole.GATEKEEPER: "秘書, 受付",
        SubRole.EXTERNAL_ADVISER: "コンサルタント, 顧問",
        SubRole.ADMINISTRATOR: "システム管理者, 管理者",
        SubRole.USER_LEAD: "部長, 課長, 係長, 室長, マネージャー, リーダー, 主任",
        SubRole.POWER_USER: "アナリスト, スペシャリスト",
        SubRole.USER: "社員, 担当者, 担当, スタッフ",
    },
}
"""What a fresh installation starts with; the table of rules is what counts, and administrators edit it."""


def default_rules() -> list[tuple[str, str, SubRole]]:
    """The default rules as (language, phrase, sub-role)."""
    return [
        (language, phrase.strip(), sub_role)
        for language, rules in DEFAULT_RULES.items()
        for sub_role, phrases in rules.items()
        for phrase in phrases.split(",")
    ]


class TitleRules:
    """The rules in the form that titles are matched against.

    A Latin phrase matches on whole words, a Chinese or Japanese one anywhere. The longest phrase wins; of two
    equally long ones the first named in the title does ("Manager, Sales" before "Sales Manager of Assistants").

    >>> buyer, sponsor = SubRole.ECONOMIC_BUYER, SubRole.EXECUTIVE_SPONSOR
    >>> rules = TitleRules([("en", "vice president", sponsor), ("en", "president", buyer),
    ...                     ("zh", "财务总监", buyer), ("zh", "总监", sponsor)])
    >>> [str(rules.suggest(title)) for title in ("Vice-President, Sales", "集团财务总监", "Poet")]
    ['executive_sponsor', 'economic_buyer', 'None']
    """

    def __init__(self, rules: Iterable[tuple[str, str, SubRole]]) -> None:
        self._words: dict[tuple[str, ...], SubRole] = {}
        self._anywhere: list[tuple[str, SubRole]] = []
        for language, phrase, sub_role in rules:
            key = name_key(phrase)
            if not key:
                continue
            if language.startswith(("zh", "ja")) or (
                not key.isascii() and not _WORD.fullmatch(key.replace(" ", "")[:1] or "x")
            ):
                self._anywhere.append((key.replace(" ", ""), sub_role))
            else:
                self._words[tuple(key.split())] = sub_role
        self._anywhere.sort(key=lambda rule: -len(rule[0]))
        self._longest = max((len(words) for words in self._words), default=0)
        self.suggest = lru_cache(maxsize=65_536)(self._suggest)

    def _suggest(self, title: str) -> SubRole | None:
        """The sub-role that a title suggests; None where no rule speaks."""
        key = name_key(title)
        packed = key.replace(" ", "")
        for phrase, sub_role in self._anywhere:
            if phrase in packed:
                return sub_role
        words = key.split()
        for length in range(min(self._longest, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                found = self._words.get(tuple(words[start : start + length]))
                if found is not None:
                    return found
        return None
