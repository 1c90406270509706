"""Names of people, in the script of their language, with the spelling that their addresses use."""

import unicodedata
from dataclasses import dataclass

# language -> (given names, family names); Chinese and Japanese with their Latin spelling after a colon.
_NAMES: dict[str, tuple[str, str]] = {
    "en": (
        "Alice Amelia Anthony Beatrice Caleb Charlotte Daniel Deborah Edmund Eleanor Frances Gareth Grace Hannah "
        "Hugh Imogen Jasper Joanna Keith Leonora Malcolm Miriam Nathan Olivia Patrick Rachel Rupert Saoirse Simon "
        "Tabitha Theo Ursula Victor Wendy",
        "Abernathy Ashdown Barlow Birtwell Carrow Chaddock Danforth Ellery Fairbairn Garside Halloran Ingleby "
        "Jessop Kirkbride Lovell Marchbanks Netherby Oakden Pemberton Quayle Ravensdale Selwyn Tolliver Umfreville "
        "Vickery Wainscott Yarrow Attenbury Brackley Coldwell",
    ),
    "de": (
        "Anke Bernd Birgit Christoph Doreen Elke Florian Friederike Gerd Götz Heike Ines Jörg Jürgen Karin Käthe "
        "Lothar Matthias Nadine Olaf Petra Rainer Sabine Sören Tanja Thorsten Uwe Ute Volker Wiebke",
        "Adenbach Böttger Dörflinger Eschweiler Feldkamp Grünewald Hülsmann Jägersberg Köhlbrandt Langenfeld "
        "Möllenkamp Niedermüller Oberländer Pröll Rüdiger Schönborn Steinhäuser Tröger Uhlenbrock Völkel "
        "Wagenknecht Zöllner Brüggemann Rötting Löwenich Haßfurt",
    ),
    "fr": (
        "Aurélie Benoît Camille Cécile Damien Élodie Étienne Fabrice Gaëlle Hélène Isabelle Jérôme Laëtitia Léa "
        "Mathieu Mélanie Nathalie Océane Pascal Raphaël Rémi Séverine Sylvain Théo Valérie Yves Zoé",
        "Aubertin Beaulande Chardonnel Delvigne Escoffrey Fauconnier Gauthereau Hébrault Jolivet Kervadec Lacombière "
        "Maréchaux Noirmont Ozeray Pélissard Quesnay Rochefontaine Sauvagère Thévenard Urbanel Vaucresson Bréhat "
        "Côtelle Fréminville",
    ),
    "pl": (
        "Agnieszka Bartosz Dorota Elżbieta Filip Grażyna Halina Iwona Jarosław Katarzyna Łukasz Magdalena Małgorzata "
        "Michał Paweł Przemysław Radosław Stanisław Tomasz Urszula Wiesław Zbigniew Żaneta",
        "Bielak Chodorowicz Dąbrowicz Gawełko Jaworczyk Kędzior Łopatka Malczyk Niedziela Ostaszewicz Pączek "
        "Rogoża Sęk Świderek Tyszko Wągiel Zawiślak Źrebiec Brzostek Krukowicz",
    ),
    "pt": (
        "Adriana Ângela Antônio Beatriz Caetano César Cláudia Débora Eduardo Fabrício Flávia Gonçalo Helena Inês João "
        "Júlia Letícia Luís Márcia Marília Otávio Patrícia Renato Sílvio Thaís Vinícius",
        "Albuquerque Assunção Brandão Cabral Conceição Drummond Espírito-Santo Figueirôa Gusmão Horta Jardim Leitão "
        "Magalhães Nóbrega Paixão Queirós Rebouças Simões Teixeira Uchôa Valadão Xavier",
    ),
    "zh": (
        "嘉怡:jiayi 建国:jianguo 思远:siyuan 晓梅:xiaomei 子墨:zimo 雨桐:yutong 志强:zhiqiang 丽华:lihua 俊杰:junjie "
        "欣然:xinran 国栋:guodong 雅琴:yaqin 浩然:haoran 婉清:wanqing 振宇:zhenyu 佳宁:jianing 文博:wenbo 秀英:xiuying "
        "天佑:tianyou 若曦:ruoxi 海涛:haitao 慧敏:huimin 明辉:minghui 静雯:jingwen 立新:lixin 晨曦:chenxi",
        "王:wang 李:li 张:zhang 刘:liu 陈:chen 杨:yang 赵:zhao 黄:huang 周:zhou 吴:wu 徐:xu 孙:sun 胡:hu 朱:zhu "
        "高:gao 林:lin 何:he 郭:guo 马:ma 罗:luo 梁:liang 宋:song 郑:zheng 谢:xie 韩:han 唐:tang "
        "冯:feng 于:yu 董:dong 欧阳:ouyang",
    ),
    "ja": (
        "陽子:yoko 健一:kenichi 美咲:misaki 大輔:daisuke 由美:yumi 翔太:shota 恵子:keiko 誠:makoto 直美:naomi "
        "拓也:takuya 香織:kaori 浩二:koji 真由:mayu 隆:takashi 千尋:chihiro 修:osamu",
        "青葉:aoba 浅倉:asakura 五十嵐:igarashi 大河内:okochi 柏木:kashiwagi 桐生:kiryu 早乙女:saotome 篠崎:shinozaki "
        "鷹野:takano 月岡:tsukioka 名取:natori 氷室:himuro 真壁:makabe 水瀬:minase 結城:yuki 若槻:wakatsuki",
    ),
}  # fmt: skip
_FAMILY_FIRST = frozenset({"zh", "ja"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ø": "o"})


@dataclass(frozen=True)
class PersonName:
    """A name as it is written, and the part of an address before the @."""

    written: str
    address: str


def person_name(language: str, number: int) -> PersonName:
    """The ``number``-th name of a language; two numbers near to each other never give the same name.

    >>> person_name("zh", 0), person_name("de", 8)
    (PersonName(written='王嘉怡', address='jiayi.wang'), PersonName(written='Gerd Feldkamp', address='gerd.feldkamp'))
    """
    given_names, family_names = _SPLIT[language]
    # The step shares no factor with the number of families, so that families change with every name.
    given = given_names[number % len(given_names)]
    family = family_names[(number // len(given_names) + number * 7) % len(family_names)]
    address = f"{latin(given[1])}.{latin(family[1])}".replace("'", "")
    if language in _FAMILY_FIRST:
        return PersonName(family[0] + given[0] if language == "zh" else f"{family[0]} {given[0]}", address)
    return PersonName(f"{given[0]} {family[0]}", address)


def latin(text: str) -> str:
    """``text`` in lower-case ASCII, as addresses and domains are written.

    >>> latin("Jörg"), latin("Łukasz"), latin("Cécile")
    ('joerg', 'lukasz', 'cecile')
    """
    spelt = unicodedata.normalize("NFKD", text.casefold().translate(_GERMAN))
    return "".join(c for c in spelt if c.isascii() and (c.isalnum() or c in "-."))


def _pairs(names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name.partition(":")[0], name.partition(":")[2] or name) for name in names.split())


_SPLIT = {language: (_pairs(given), _pairs(family)) for language, (given, family) in _NAMES.items()}
