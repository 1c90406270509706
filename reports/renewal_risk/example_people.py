"""Invented people of the example, in English and in Chinese (index by whether Chinese is asked for)."""

NAMES: dict[bool, tuple[str, ...]] = {
    False: (
        "Ingrid Vasquez", "Tobias Ehrlich", "Amara Okafor", "Jonas Pettersen", "Helena Brandt", "Rui Tavares",
        "Margarethe von Hohenfels-Sonnenberg", "Dario Conti", "Priya Raman", "Luka Novak", "Sofia Nyström",
        "Emeka Obi", "Claire Dubois", "Henrik Aalto", "Nadia Haddad", "Oskar Lind", "Yara Mendes", "Pavel Dvořák",
        "Zoë Baker", "Kwame Mensah", "Elif Yıldız", "Mateo Rojas", "Astrid Holm", "Viktor Szabó", "Leila Karimi",
        "Bram de Vries", "Chiara Ricci", "Samuel Osei", "Freya Jensen", "Igor Petrov", "Nora Walsh", "Hugo Lambert",
        "Mina Sato", "Carlos Ibáñez", "Ewa Kowalska", "Ben Carter", "Irina Popescu", "Tom Keller", "Aisha Bello",
        "Magnus Dahl",
    ),
    True: (
        "王海燕", "李志强", "张晓梅", "刘建国", "陈思远", "杨文静", "欧阳致远", "赵立新", "黄丽华", "周明", "吴晓东",
        "徐佳怡", "孙浩然", "马春燕", "朱国栋", "胡雪琴", "郭子轩", "何秀英", "高鹏", "林婉婷", "罗永胜", "郑凯",
        "梁思琪", "谢安", "宋玉兰", "唐宇航", "许诺", "邓超群", "冯琳", "韩雪", "曹阳", "彭程", "曾志伟", "肖然",
        "田甜", "董洁", "袁立", "潘峰", "于慧", "蒋薇",
    ),
}  # fmt: skip

TITLES: dict[bool, tuple[str, ...]] = {
    False: (
        "Chief financial officer", "Head of operations", "VP digital", "Lead architect", "General counsel",
        "Plant manager, Odense", "Programme lead", "Shift supervisor", "Quality engineer", "Controller",
    ),
    True: (
        "首席财务官", "运营总监", "数字化副总裁", "首席架构师", "总法律顾问", "苏州工厂厂长", "项目负责人", "班组长",
        "质量工程师", "财务主管",
    ),
}  # fmt: skip

PARTNERS: dict[bool, str] = {False: "Norrland Systems AB", True: "江海信息技术有限公司"}
