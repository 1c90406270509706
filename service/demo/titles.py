"""Job titles by function and language, with the department they belong to."""

from random import Random

from scoring.vocabulary import SubRole

_S = SubRole

# function -> titles in English, German, French and Chinese, separated by "|" (the German and French ones fit a man as
# well as a woman); departments in English and Chinese.
_TITLES: dict[SubRole, tuple[str, str, str, str, str, str]] = {
    _S.ECONOMIC_BUYER: (
        "Chief financial officer|Managing director|VP Finance|Chief operating officer",
        "Kaufmännische Leitung|Geschäftsführung|Finanzvorstand",
        "Direction financière|Direction générale|Direction administrative et financière",
        "财务总监|总经理|首席运营官",
        "Finance", "财务部",
    ),
    _S.APPROVER: (
        "General counsel|Head of information security|Compliance director|Data protection officer",
        "Leitung Recht|Datenschutz|Leitung IT-Sicherheit",
        "Direction juridique|Responsable sécurité des SI|Responsable conformité",
        "法务总监|信息安全负责人|合规总监",
        "Legal and security", "法务与合规部",
    ),
    _S.EXECUTIVE_SPONSOR: (
        "Chief operating officer|VP Operations|Executive director, supply chain|Chief transformation officer",
        "Vorstand Operations|Bereichsleitung Supply Chain|Leitung Transformation",
        "Direction des opérations|Direction de la chaîne logistique|Direction de la transformation",
        "运营副总裁|供应链执行总监|首席转型官",
        "Operations", "运营部",
    ),
    _S.COMMITTEE_MEMBER: (
        "Director of production|Head of HR|Head of controlling|Regional director|Works council delegate",
        "Leitung Produktion|Leitung Controlling|Personalleitung|Betriebsrat",
        "Direction de production|Responsable du contrôle de gestion|DRH",
        "生产总监|人力资源总监|区域总监|财务控制负责人",
        "Steering committee", "指导委员会",
    ),
    _S.CHAMPION: (
        "Head of planning|Operations manager|Programme manager|Continuous improvement lead",
        "Leitung Planung|Betriebsleitung|Programmleitung",
        "Responsable planification|Responsable de programme|Responsable amélioration continue",
        "计划部经理|运营经理|项目负责人",
        "Planning", "计划部",
    ),
    _S.COACH: (
        "Project management officer|Business analyst|Assistant to the board",
        "Projektbüro|Stab der Geschäftsführung",
        "Bureau des projets|Analyste métier",
        "项目管理专员|总经理助理",
        "Project office", "项目管理办公室",
    ),
    _S.TECHNICAL_EVALUATOR: (
        "IT architect|Head of IT|Data platform lead|Integration engineer",
        "IT-Leitung|Systemarchitektur|Leitung Anwendungsentwicklung",
        "Direction des systèmes d'information|Architecte SI|Responsable intégration",
        "信息技术总监|系统架构师|数据平台负责人",
        "IT", "信息技术部",
    ),
    _S.PROCUREMENT: (
        "Head of procurement|Category buyer, software|Purchasing manager",
        "Leitung Einkauf|Strategischer Einkauf",
        "Responsable achats|Achats IT",
        "采购经理|软件采购专员",
        "Procurement", "采购部",
    ),
    _S.GATEKEEPER: (
        "Executive assistant|Chief of staff|Office manager",
        "Assistenz der Geschäftsführung|Büroleitung",
        "Secrétariat de direction|Responsable de cabinet",
        "总裁办主任|行政秘书",
        "Executive office", "总裁办公室",
    ),
    _S.INITIATOR: (
        "Innovation manager|Process owner|Digital projects lead",
        "Leitung Digitalisierung|Prozessverantwortung",
        "Responsable innovation|Pilote de processus",
        "数字化项目经理|流程负责人",
        "Transformation", "数字化部",
    ),
    _S.EXTERNAL_ADVISER: (
        "Implementation consultant|Partner manager|Independent adviser",
        "Implementierungsberatung|Partnerbetreuung",
        "Conseil en intégration|Responsable partenaires",
        "实施顾问|渠道经理",
        "Partner", "合作伙伴",
    ),
    _S.POWER_USER: (
        "Senior planner|Shift planning specialist|Demand planner|Scheduling expert",
        "Disposition|Schichtplanung|Produktionsplanung",
        "Planification|Ordonnancement",
        "高级计划员|排班专员|需求计划员",
        "Planning", "计划部",
    ),
    _S.ADMINISTRATOR: (
        "Application administrator|System administrator|Key user, planning",
        "Anwendungsbetreuung|Systemadministration",
        "Administration applicative|Administration systèmes",
        "系统管理员|应用管理员",
        "IT", "信息技术部",
    ),
    _S.USER_LEAD: (
        "Team lead, scheduling|Shift supervisor|Depot manager|Ward coordinator",
        "Teamleitung Disposition|Schichtleitung",
        "Responsable d'équipe|Responsable de dépôt",
        "排班组长|车间主管|站点经理",
        "Operations", "运营部",
    ),
    _S.USER: (
        "Planner|Dispatcher|Site coordinator|Operations assistant|Analyst",
        "Sachbearbeitung Planung|Disposition|Koordination",
        "Planning|Gestion du planning|Coordination de site",
        "计划员|调度员|现场协调员|运营助理",
        "Operations", "运营部",
    ),
}  # fmt: skip
_COLUMN = {"de": 1, "fr": 2, "zh": 3}


def title_of(sub_role: SubRole, language: str, rng: Random) -> tuple[str, str]:
    """A title and its department for a function; languages without titles of their own use English.

    >>> title_of(SubRole.GATEKEEPER, "zh", Random(1))[1]
    '总裁办公室'
    """
    row = _TITLES[sub_role]
    title = rng.choice(row[_COLUMN.get(language, 0)].split("|"))
    return title, row[5] if language == "zh" else row[4]
