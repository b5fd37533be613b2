"""Words that say what a label is: an interviewer, a role, or no speaker at all, in the languages of transcripts we know."""

import re
import unicodedata

_INTERVIEWERS = frozenset(
    """
    question frage pregunta pergunta domanda 问 問 提问 سؤال שאלה
    i int intv iv interviewer interviewers interviewing researcher moderator mod facilitator q
    interviewerin interviewende forscher forscherin moderatorin befrager befragerin fragesteller fragestellerin
    entrevistador entrevistadora investigador investigadora moderador moderadora facilitador facilitadora pesquisador pesquisadora
    enquêteur enquêtrice enqueteur enquetrice intervieweur intervieweuse chercheur chercheuse modérateur modératrice animateur animatrice
    intervistatore intervistatrice ricercatore ricercatrice moderatore moderatrice
    onderzoeker onderzoekster gespreksleider intervjuare intervjuer forskare forsker haastattelija tutkija
    ankieter ankieterka badacz badaczka moderatorka tazatel tazatelka výzkumník výzkumnice
    görüşmeci araştırmacı moderatör kérdező kutató
    συνέντευξη συνεντευκτής συνεντευξιαστής συνεντεύκτρια ερευνητής ερευνήτρια συντονιστής συντονίστρια
    интервьюер исследователь исследовательница модератор ведущий ведущая інтервʼюер інтерв'юер дослідник дослідниця
    מראיין מראיינת המראיין המראיינת חוקר חוקרת מנחה
    الباحث الباحثة المحاور المحاورة المقابل المُحاور الميسر الميسرة مصاحبهکننده پژوهشگر محقق
    采访者 訪談者 访谈者 採訪者 访问者 研究者 研究员 面试官 主持人 采访人 访谈员
    訪問者 インタビュアー 聞き手 面接者 調査者 司会 면접자 연구자 인터뷰어 진행자
    """.split()
)
_ROLES = frozenset(
    """
    speaker participant interviewee respondent informant teacher student pupil principal parent child mother father p r s t ip
    befragte befragter person sprecher sprecherin teilnehmer teilnehmerin entrevistado entrevistada participante hablante profesor profesora
    participant participante enquêté enquêtée répondant intervenant locuteur intervistato intervistata geïnterviewde a answer
    受访者 受訪者 被访者 参与者 老师 学生 מרואיין מרואיינת משתתף المشارك المشاركة المبحوث المبحوثة συμμετέχων респондент участник
    """.split()
)
_NOT_SPEAKERS = frozenset(
    """
    note|notes|nb|n.b.|ps|p.s.|summary|abstract|introduction|intro|conclusion|conclusions|background|discussion|findings|results|method|methods
    date|time|location|place|venue|setting|title|topic|topics|subject|theme|source|sources|url|link|links|website|file|filename|file name
    duration|length|participants|present|attendees|attendance|apologies|transcribed by|transcriber|transcript|transcription|transcript by
    recorded|recorded by|recording|audio|video|project|study|keywords|key words|tags|page|pages|version|language|appendix|figure|table
    example|examples|for example|warning|important|media|speakers|legend|key|slides|email|e-mail|phone|address|tel
    interview|interview date
    interview number|interviewed by|interview with|date of interview|case|id|wave|school|age|gender|role|break|pros|cons
    e.g.|i.e.|re|fyi|ref|step|part|chapter|section
    transcriber's note|transcriber note|transcribers note|editor's note|translator's note|caution|tip|hint|update|edit|disclaimer|references
    datum|ort|thema|dauer|zusammenfassung|hinweis|anmerkung|anmerkungen|quelle|beispiel|teilnehmende|transkription|aufnahme|einleitung|wichtig
    fecha|lugar|tema|nota|notas|resumen|fuente|duración|ejemplo|título|locación|ubicación|diapositivas|transcripción|idioma|participantes
    lieu|durée|sujet|résumé|remarque|remarques|exemple|titre|heure|langue|data|local|tópico|localização|resumo|exemplo|pesquisar|duração
    题目|日期|时间|地点|论文|幻灯片|注|备注|摘要|演示文档|译者注|主题|来源|例如|日時|場所|備考|تاريخ|التاريخ|المكان|ملاحظة|תאריך|מקום|הערה|дата|место|тема|примечание
    """.replace("\n", "|").split("|")
)
NOT_SPEAKERS = frozenset(word.strip() for word in _NOT_SPEAKERS if word.strip())
ASIDES = frozenset(
    """summary note notes abstract zusammenfassung anmerkung hinweis resumen nota resumo résumé remarque
    备注 摘要 译者注 примечание הערה ملاحظة""".split()
) | {"transcriber's note", "transcriber note", "editor's note", "translator's note", "transcribed by", "transcript by"}
# Words that begin sentences; alone they may still be somebody's label (`I`, `A`).
OPENERS = frozenset(
    """
    i he she they we it you and but or so then that this these those because like my our your his her their well
    yes no yeah yep nope okay ok
    right sure also anyway now first second third finally next actually basically maybe again plus if when where what who why how there here
    to in on at for from with as is are was were do did does one some all not just even only meaning
    und aber oder also dann weil ja nein ich er sie es wir das die der so genau okay
    y o pero entonces porque sí si no yo él ella eso esto el la los las et ou mais donc alors parce oui non je il elle nous ça le les
    da и но а да нет я он она так
    """.split()
)
_PARTICLES = frozenset(
    """
    de la le du da do dos das del den der des di van von zu zum zur ten ter y e et und and of the
    bin ibn al el ben bint st for & o na av af i
    """.split()
)
_FIRST_PARTICLES = frozenset({"de", "van", "von", "al", "el", "ibn", "bin", "la"})
_ARTICLES = frozenset({"el", "la", "los", "las", "le", "les", "da", "der", "so", "on", "we"})  # `El Mahdi`, `La Toya`, `So Yun` are names
_CODE = re.compile(r"[^\W\d_]{1,4}[-_ .]?\d{1,4}[^\W\d_]?")
_INSIDE_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")


def key_of(label: str) -> str:
    """What makes two labels one: case, spaces, Unicode form and a final full stop do not count."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split()).rstrip(".:")


def bare(label: str) -> str:
    """The label without what stands in brackets."""
    return " ".join(_INSIDE_BRACKETS.sub(" ", label).split())


def is_interviewer(label: str) -> bool:
    """True if the label's own words say that it is an interviewer: `I`, `INT 2`, `Jane (Moderator)`."""
    key = key_of(label)
    words = [word.strip("()[]{}（）【】.:-_#*,/") for word in re.split(r"[\s/_]+|(?<=\w)-(?=\d)", key)]
    kept = [re.sub(r"\d+$", "", word) for word in words if not word.isdigit()]
    kept = [word for word in kept if word]
    if not kept:
        return False
    if len(kept) > 1:  # one letter among other words is an initial
        kept = [word for word in kept if len(word) > 2 or not word.isascii()]
    return any(word in _INTERVIEWERS for word in kept)


def is_role(label: str) -> bool:
    """True if the label is a known role or a participant's code, so that one turn is evidence enough: `P12`, `Speaker 1`."""
    if is_interviewer(label) and len(key_of(label)) > 1:
        return True
    inner = key_of(bare(label))
    if _CODE.fullmatch(inner):
        return True
    words = [word for word in inner.split() if not word.isdigit() and len(word) > 1]
    return bool(words) and words[0] in _ROLES and len(words) == 1


def is_refused(label: str) -> bool:
    """True for words that head a note or a line of metadata, never a turn."""
    return key_of(label) in NOT_SPEAKERS or key_of(bare(label)) in NOT_SPEAKERS


def is_name_like(label: str) -> bool:
    """True if every word could be part of a name or a code: capital, digit, particle, or a script without case."""
    outside = bare(label)
    words = outside.replace(",", " ").split() or label.split()
    commas = outside.count(",")
    if not words or len(words) > 6 or commas > 1 or (commas and len(words) > 4):
        return False
    opener = words[0].casefold() in OPENERS - (_ARTICLES if len(words) > 1 else frozenset())
    if opener and len(outside) > 1:
        return False
    return all(_is_name_word(word) for word in words) and not _is_name_word_lower(words[0])


def _is_name_word(word: str) -> bool:
    first = next((char for char in word if char.isalnum()), "")
    return not first or not first.islower() or word.casefold() in _PARTICLES or word[:2].casefold() in {"d'", "d’", "o'", "o’"}


def _is_name_word_lower(word: str) -> bool:
    """A label that begins in lower case reads as the rest of a sentence unless it is a code such as `p1`."""
    first = next((char for char in word if char.isalnum()), "")
    return first.islower() and not any(char.isdigit() for char in word) and word.casefold() not in _FIRST_PARTICLES
