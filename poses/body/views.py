"""The red-flag list, the stop page, and *My body* question by question and on one page.

`?next=` says where somebody was heading (a session, a pose); it is carried along until both lists are
answered.
"""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hipapp.core.clock import now, today_of
from hipapp.core.enums import Ability, FlagLevel
from hipapp.core.models import User
from hipapp.core.people import PersonRequest, ensure_person, person_of, person_required
from hipapp.core.wrong import focus_on_wrong
from poses.body import words
from poses.body.answers import BodyAnswers
from poses.body.asking import Asking, asking
from poses.body.changes import after_change
from poses.body.forms import QuestionForm
from poses.body.models import RedFlagAnswer
from poses.body.questions import BY_SLUG, Question, asked_of, neighbours
from poses.body.records import answer, answer_red_flags, answers_of, checked_from, mark_checked, red_flags_of
from poses.body.signs import CheckedForm, RedFlagForm
from poses.content.loader import shipped
from poses.gatekeeping import gate_for
from poses.safety.red_flags import ASK_AGAIN_AFTER, flag_state

_FORM_METHODS = ["GET", "HEAD", "POST"]


# -- the red-flag list -------------------------------------------------------------------------------------


@require_http_methods(_FORM_METHODS)
def check(request: HttpRequest) -> HttpResponse:
    """The list. Whoever saves it becomes a guest; a look makes nobody one."""
    user, onward = person_of(request), _onward(request)
    asked = asking(user, today_of(user) if user else None, request.GET.get("because", ""))
    earlier = (asked.last and asked.last.ticked) or ()
    form = RedFlagForm(_posted(request), earlier=earlier, after_leg=asked.why == "session")
    if form.is_valid():
        user = ensure_person(request)
        said = form.cleaned_data
        answer_red_flags(user, said["ticked"], cleared=said.get("cleared", ""))
        return redirect(_after_list(request, user, onward))
    context = {
        "form": form,
        "group": form.groups()[-1],
        "standing": [words.flag_text(s) for s in asked.urgent],
        "why": words.WHY_ASKED[asked.why],
        "to_check": user is not None and _waits_for_a_look(user),
        "soon_url": _with_next(reverse("check_soon"), onward),
    }
    return render(request, "body/check.html", context, status=_status(form.is_bound))


def _waits_for_a_look(user: User) -> bool:
    state = flag_state(red_flags_of(user), today_of(user))
    return state.calm_only and not state.due


def _after_list(request: HttpRequest, user: User, onward: str) -> str:
    """Where the answer leads: to the stop page, to what has to be checked, or on."""
    state = flag_state(red_flags_of(user), today_of(user))
    if state.stops:
        return _with_next(reverse("stop"), onward)
    if state.calm_only:
        return _with_next(reverse("check_soon"), onward)
    if state.level is FlagLevel.TALK:
        for slug in state.open_items:
            messages.info(
                request, f"{words.flag_text(slug)} {words.flag_whom(slug)} {_('Practice goes on.')}"
            )
    if state.level is FlagLevel.GENTLY:
        messages.info(request, _("Noted. Today’s practice comes in its gentle form."))
    if gate_for(user).calm:
        messages.info(request, words.AFTER_A_SIGN)
    return _forward(user, onward)


def _forward(user: User, onward: str) -> str:
    if answers_of(user).conditions is None:
        return _with_next(reverse("body_question", args=["conditions"]), onward)
    return onward or reverse("home")


@person_required
@require_http_methods(_FORM_METHODS)
def check_soon(request: PersonRequest) -> HttpResponseBase:
    """What stays open until somebody has looked, whom to see, and "checked on … by …" for each item."""
    user, onward, today = request.user, _onward(request), today_of(request.user)
    asked, state = asking(user, today), flag_state(red_flags_of(user), today)
    row = asked.last
    if row is None or state.due:
        return redirect(_with_next(reverse("check"), onward))
    if state.stops or not asked.soon:
        return redirect("stop" if state.stops else "body")
    still_open = state.open_items if state.calm_only else ()
    forms = [CheckedForm(s, today, _posted(request), _check_before(asked, s)) for s in still_open]
    if request.method == "POST" and _all_right(forms):
        _mark(row, forms)
        return redirect(_after_checks(request, user, onward))
    context = {
        "open": [(words.flag_text(f.slug), words.flag_whom(f.slug), f) for f in forms],
        "checked": [(words.flag_text(s), *_look(s, row.checked[s])) for s in asked.soon if s in row.checked],
        "today": today,
        "talk": [(words.flag_text(s), words.flag_whom(s)) for s in asked.talk],
        "again": ASK_AGAIN_AFTER.days // 7,
        "of_the_past": any(words.is_history(s) for s in still_open),
        "list_left": answers_of(user).conditions is None,
        "forward": _forward(user, onward),
    }
    return render(request, "body/soon.html", context, status=_status(request.method == "POST"))


def _look(slug: str, checked: dict[str, str]) -> tuple[date, str, date]:
    """The day of a check, by whom, and the day on which it is asked again."""
    on = date.fromisoformat(checked["on"])
    return on, checked["by"], checked_from(slug, checked) + ASK_AGAIN_AFTER


def _check_before(asked: Asking, slug: str) -> dict[str, str]:
    """What was written down for this item before, to be confirmed or corrected rather than typed again."""
    assert asked.last is not None  # noqa: S101
    return dict(asked.last.checked.get(slug) or asked.checks.get(slug) or {})


def _all_right(forms: list[CheckedForm]) -> bool:
    """Every form is valid and at least one is filled in; what is missing is said at its field."""
    valid = [form.is_valid() for form in forms]
    if forms and all(valid) and not any(form.is_filled for form in forms):
        forms[0].add_error("on", _("Write down when and by whom, for at least one of them."))
    wrong = [form for form in forms if form.errors]
    for form in wrong[:1]:
        focus_on_wrong(form)
    return not wrong


@transaction.atomic
def _mark(row: RedFlagAnswer, forms: list[CheckedForm]) -> None:
    for form in forms:
        if form.is_filled:
            mark_checked(row, form.slug, form.cleaned_data["on"], form.cleaned_data["by"])


def _after_checks(request: HttpRequest, user: User, onward: str) -> str:
    if flag_state(red_flags_of(user), today_of(user)).calm_only:
        messages.info(request, _("Written down. What stands below still waits for a recent look."))
        return _with_next(reverse("check_soon"), onward)
    messages.success(request, _("Written down, thank you."))
    return _forward(user, onward)


@require_safe
def stop(request: HttpRequest) -> HttpResponse:
    """Works for everybody: signed out, without JavaScript, on paper."""
    user = person_of(request)
    asked = asking(user, today_of(user) if user else None)
    conditions = BY_SLUG["conditions"].said(answers_of(user)) if user and asked.urgent else None
    context = {
        "ticked": [(words.flag_text(s), words.flag_whom(s)) for s in asked.urgent],
        "whom": list(dict.fromkeys(words.flag_whom(s) for s in asked.urgent)),
        "ticked_on": asked.last.answered_on if asked.last else None,
        "conditions": conditions,
        "urgent": words.by_whom(f for f in shipped().red_flags.values() if f.level is FlagLevel.URGENT),
        "check_url": _with_next(reverse("check"), _onward(request)),
    }
    return render(request, "body/stop.html", context)


# -- my body -----------------------------------------------------------------------------------------------


@require_safe
def body(request: HttpRequest) -> HttpResponse:
    """Everything that was answered on one page, and what follows from it today."""
    user = person_of(request)
    if user is None:
        return render(request, "body/invite.html")
    gate, answers = gate_for(user), answers_of(user)
    asked = asking(user, gate.today)
    last_day = asked.last.answered_on if asked.last else None
    context = {
        "rows": (rows := [(q, q.said(answers)) for q in asked_of(answers)]),
        "anything_told": any(said is not None for _question, said in rows),
        "gate": gate,
        "asked": asked,
        "state_words": words.FLAG_STATES[gate.state.level],
        "answered_on": last_day,
        "again_on": last_day + ASK_AGAIN_AFTER if last_day else None,
        "closing": [
            (words.flag_text(s), words.flag_whom(s)) for s in gate.state.open_items if gate.state.calm_only
        ],
        "talk": [(words.flag_text(s), words.flag_whom(s)) for s in asked.talk],
        "holds": words.holds(gate.body.holds, gate.catalogue.name, gate.today),
    }
    return render(request, "body/body.html", context)


@require_http_methods(_FORM_METHODS)
def body_question(request: HttpRequest, question: str) -> HttpResponse:
    """One screen. Saving leads to the next one, or to where the person was heading."""
    user, onward = person_of(request), _onward(request)
    answers = answers_of(user) if user else BodyAnswers()
    asked = BY_SLUG.get(question)
    if asked is None or not asked.applies(answers):
        raise Http404
    if request.method == "POST" and "clear" in request.POST and not asked.required:
        form = asked.form(None, answers=answers, today=_today(user))
        answers = _save(request, answers, dict.fromkeys(form.fields))
        return redirect(_next_screen(asked, answers, onward))
    shown = answers if request.method == "POST" else _as_told(user, _as_wished(request, answers))
    form = asked.form(_posted(request), answers=shown, today=_today(user))
    if form.is_valid():
        answers = _save(request, answers, form.changes())
        if not onward and neighbours(asked, answers)[1] is None:
            messages.success(request, _("Saved, thank you. What is left open can wait."))
        elif onward == reverse("body"):
            messages.success(request, _("Saved. Poses and weeks go by it from now on."))
        return redirect(_next_screen(asked, answers, onward))
    context = _screen(asked, answers, form, onward) | {"said": asked.said(answers)}
    return render(request, "body/question.html", context, status=_status(form.is_bound))


def _as_wished(request: HttpRequest, answers: BodyAnswers) -> BodyAnswers:
    """The answers with what a form that leads here says one can't do (`?no=kneel`), where nothing was answered."""
    asked_for = {"floor", "kneel", "hands"} & set(request.GET.getlist("no"))
    return answers.answering(**{n: Ability.NO for n in asked_for if getattr(answers, n) is None})


def _as_told(user: User | None, answers: BodyAnswers) -> BodyAnswers:
    """Before the conditions are answered, those that a ticked sign tells of are ticked there too."""
    if user is None or answers.conditions is not None:
        return answers
    known = shipped().red_flags
    signs = (known[slug].tells for slug in red_flags_of(user).ticked or () if slug in known)
    told = tuple({condition for condition in signs if condition})
    return answers.answering(conditions=told) if told else answers


def _today(user: User | None) -> date:
    return today_of(user) if user else now().date()


def _save(request: HttpRequest, before: BodyAnswers, changes: dict[str, object]) -> BodyAnswers:
    """Store the answer; if it changes anything, check every routine again and say what changed."""
    user = ensure_person(request)
    with transaction.atomic():  # an answer is never kept without what follows from it
        after = answer(user, **changes).answers
        said = after_change(user) if after != before else []
    for sentence in said:
        messages.info(request, sentence)
    return after


def _screen(asked: Question, answers: BodyAnswers, form: QuestionForm, onward: str) -> dict[str, object]:
    """What a question's template needs. `editing`: the person came from the overview and goes back there;
    `walking`: on the way through all questions, so that it is said how many there are."""
    overview, all_asked = reverse("body"), asked_of(answers)
    return {
        "question": asked,
        "number": all_asked.index(asked) + 1,
        "total": len(all_asked),
        "form": form,
        "editing": onward == overview,
        "walking": not onward,
        "back": _back(asked, answers, onward) if onward != overview else overview,
        "skip": "" if asked.required else _next_screen(asked, answers, onward),
    }


def _back(asked: Question, answers: BodyAnswers, onward: str) -> str:
    before, _after = neighbours(asked, answers)
    return _with_next(reverse("body_question", args=[before.slug]) if before else reverse("check"), onward)


def _next_screen(asked: Question, answers: BodyAnswers, onward: str) -> str:
    """On to the next question, or to where the person was heading; what a condition opens is asked even then."""
    _before, after = neighbours(asked, answers)
    if onward:
        follows = asked.slug == "conditions" and after is not None and after.slug == "details"
        return _with_next(reverse("body_question", args=["details"]), onward) if follows else onward
    return reverse("body_question", args=[after.slug]) if after else reverse("body")


# -- small things ------------------------------------------------------------------------------------------


def _onward(request: HttpRequest) -> str:
    """Where the person was heading: a page of this site, or nothing."""
    url = request.GET.get("next", "")
    here = {request.get_host()}
    return url if url_has_allowed_host_and_scheme(url, here, require_https=request.is_secure()) else ""


def _with_next(url: str, onward: str) -> str:
    return f"{url}?{urlencode({'next': onward})}" if onward else url


def _posted(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _status(refused: bool) -> int:
    return 422 if refused else 200
