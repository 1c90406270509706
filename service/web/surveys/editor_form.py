"""The editor's form, read into a draft. Every button sends the whole form, so nothing that was typed is lost."""

from collections.abc import Sequence
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from scoring.vocabulary import QuestionKind
from service.surveys.branching import ROLE_NAMES, After, Condition, tag_key
from service.surveys.draft import Draft, free_key
from service.surveys.question import CHOICES, SCALES, Option, Question
from service.surveys.texts import TEXT_KEYS

Form = MultiDict[str, str]


def draft_from(form: Form) -> Draft:
    """The draft that the form holds; whatever it holds that is no part of a survey is passed over.

    Questions are named ``q0``, ``q1``, ... in the order of the page: ``q0.key``, ``q0.kind``, ``q0.text.en``,
    ``q0.option.0.en`` and so on.
    """
    languages = tuple(dict.fromkeys(code for code in form.getlist("languages") if _is_language(code))) or ("en",)
    texts = {code: _texts(form, code) for code in languages}
    questions: list[Question] = []
    for number in range(min(form.get("questions", 0, type=int) or 0, 100)):
        name = f"q{number}"
        if form.get(f"{name}.kind") in set(QuestionKind):
            questions.append(_question(form, name, languages, questions))
    return Draft(languages, texts, tuple(questions))


def apply_action(draft: Draft, action: str) -> tuple[Draft, str | None]:
    """What a button of the form does to the draft: ``add:nps``, ``up:KEY``, ``down:KEY``, ``remove:KEY``.

    Gives the draft and the key of the question to show next; any other action changes nothing.

    >>> draft, shown = apply_action(Draft(), "add:nps")
    >>> shown, apply_action(draft, "remove:nps")[0].questions
    ('nps', ())
    """
    verb, _, what = action.partition(":")
    if verb == "add" and what in set(QuestionKind):
        draft = draft.with_question(QuestionKind(what))
        return draft, draft.questions[-1].key
    if verb == "remove":
        return draft.without(what), None
    if verb in {"up", "down"}:
        return draft.moved(what, -1 if verb == "up" else 1), what
    return draft, what if verb == "show" else None


def _question(form: Form, name: str, languages: Sequence[str], earlier: Sequence[Question]) -> Question:
    kind = QuestionKind(form[f"{name}.kind"])
    wanted = form.get(f"{name}.key", "").strip()[:40] or kind.value
    question = Question(
        key=free_key(wanted, {one.key for one in earlier}),
        kind=kind,
        texts=_in_all(form, f"{name}.text", languages),
        options=_options(form, name, languages) if kind in CHOICES else (),
        scale=_scale(form, name, kind),
        required=f"{name}.required" in form,
        low_is_good=f"{name}.low_is_good" in form and kind in {QuestionKind.CES, QuestionKind.CSAT, QuestionKind.SCALE},
    )
    ends = {end: _in_all(form, f"{name}.{end}", languages) for end in ("low", "high")} if question.scale else {}
    return replace(
        question,
        ends={end: words for end, words in ends.items() if any(words.values())},
        asked_when=_condition(form, name, earlier),
    )


def _scale(form: Form, name: str, kind: QuestionKind) -> tuple[int, int] | None:
    usual = SCALES.get(kind)
    if usual is None or kind is QuestionKind.NPS:
        return usual
    low, high = form.get(f"{name}.scale_low", type=int), form.get(f"{name}.scale_high", type=int)
    return (usual[0] if low is None else low, usual[1] if high is None else high)


def _options(form: Form, name: str, languages: Sequence[str]) -> tuple[Option, ...]:
    """The rows that have a text in any language; a new one gets the next free value."""
    found: list[Option] = []
    for number in range(min(form.get(f"{name}.options", 0, type=int) or 0, 100)):
        row = f"{name}.option.{number}"
        texts = _in_all(form, row, languages)
        if any(texts.values()):
            taken = {option.value for option in found}
            value = form.get(f"{row}.value", "").strip()[:60] or f"option_{len(found) + 1}"
            found.append(Option(free_key(value, taken), texts))
    return tuple(found)


def _condition(form: Form, name: str, earlier: Sequence[Question]) -> Condition:
    roles = frozenset(form.getlist(f"{name}.roles")) & ROLE_NAMES
    tags = frozenset(tag_key(tag) for tag in form.get(f"{name}.tags", "").replace("，", ",").split(",")) - {""}
    key = form.get(f"{name}.after", "")
    before = next((question for question in earlier if question.key == key), None)
    if before is None:
        return Condition(roles, tags)
    possible = {str(step) for step in before.steps} | {option.value for option in before.options}
    # Only where the page showed the answers of this very question do its marks speak of them.
    chosen = set(form.getlist(f"{name}.is")) & possible if form.get(f"{name}.after_shown") == key else set()
    return Condition(roles, tags, After(key, frozenset(chosen)))


def _texts(form: Form, code: str) -> dict[str, str]:
    found = {key: _clean(form.get(f"text.{key}.{code}", "")) for key in TEXT_KEYS}
    return {key: text for key, text in found.items() if text}


def _in_all(form: Form, name: str, languages: Sequence[str]) -> dict[str, str]:
    return {code: text for code in languages if (text := _clean(form.get(f"{name}.{code}", "")))}


def _clean(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c.isprintable()).strip()


def _is_language(code: str) -> bool:
    return 2 <= len(code) <= 20 and code.replace("-", "").isalnum() and code.isascii()
