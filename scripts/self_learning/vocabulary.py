"""Words as the scorer compares them: stems, near-synonyms, and how telling a word is.

Lessons and code name the same thing in many forms: "comparison", ``compare``, ``cmp``;
"argument", ``args``, "parameters". ``stem`` takes endings off, ``SYNONYMS`` joins the forms
that share no stem. Standard library only and no imports: the hooks use it on every tool call.
"""

from __future__ import annotations

# Filled as words come; these would be cut down to another word (bar, us).
_stems: dict[str, str] = {"bare": "bare", "used": "use", "uses": "use", "using": "use", "use": "use"}

# Longest first; what must remain of the word, at least, in letters.
_ENDINGS = (
    ("izations", 3), ("ization", 3), ("isations", 3), ("isation", 3), ("ifications", 3), ("ification", 3),
    ("ational", 4), ("ations", 3), ("itions", 4), ("ation", 3), ("ition", 4), ("ators", 3), ("ator", 3),
    ("ables", 4), ("ibles", 4), ("ments", 4), ("nesses", 4), ("arily", 4), ("ingly", 4), ("ably", 4),
    ("able", 4), ("ible", 4),
    ("ment", 4), ("ness", 4), ("ated", 3), ("ates", 3), ("ating", 3), ("ate", 4), ("ised", 3), ("izes", 3),
    ("ised", 3),
    ("izing", 3), ("ising", 3), ("ized", 3), ("ize", 3), ("ise", 4), ("ison", 5), ("isons", 5),
    ("ities", 4), ("ity", 4), ("ary", 5),
    ("ions", 4), ("ion", 4), ("ings", 3), ("ing", 3), ("ers", 3), ("ors", 4), ("ies", 2), ("ied", 2),
    ("ive", 5), ("ally", 4), ("ly", 4), ("al", 5), ("ed", 3), ("er", 4), ("or", 5), ("es", 3), ("s", 3),
    ("e", 3), ("y", 3),
)  # fmt: skip

_BY_LAST_LETTER: dict[str, list[tuple[str, int]]] = {}
for _ending in _ENDINGS:
    _BY_LAST_LETTER.setdefault(_ending[0][-1], []).append(_ending)


def stem(word: str) -> str:
    """A word without its ending; the forms of one word give one stem.

    A rough cut on purpose: it only has to bring forms together, both sides pass through it,
    and it runs for every word of a file that is about to be written.

    Args:
        word: In lower case.
    """
    known = _stems.get(word)
    if known is not None:
        return known
    found = word
    if len(word) > 3 and word.isalpha():
        if not word.endswith(("ss", "us", "is")):
            for ending, remaining in _BY_LAST_LETTER.get(word[-1], ()):
                if word.endswith(ending) and len(word) - len(ending) >= remaining:
                    found = word[: -len(ending)]
                    break
        if len(found) > 3 and found[-1] == found[-2] and found[-1] not in "sl":
            found = found[:-1]  # formatting, format
        elif len(found) > 3 and found[-1] in "ey":
            found = found[:-1]
    found = SYNONYMS.get(found, found)
    _stems[word] = found
    return found


# From a stem to the stem that stands for it; which words people use for one thing, not what
# any one tool calls it.
SYNONYMS: dict[str, str] = {
    "anon": "anonymous", "arg": "argu", "kw": "argu", "kwarg": "argu", "param": "argu", "paramet": "argu",
    "async": "asynchron", "asynchronous": "asynchron", "attr": "attribut", "prop": "attribut",
    "propert": "attribut", "auth": "authent", "login": "authent", "signin": "authent", "ban": "avoid",
    "disallow": "avoid", "forbid": "avoid", "prevent": "avoid", "prohibit": "avoid", "boolean": "bool",
    "boolop": "bool", "brac": "bracket", "curl": "bracket", "blind": "broad", "btn": "button",
    "callabl": "call", "invoc": "call", "invok": "call", "uppercas": "capital", "char": "charact",
    "verif": "check", "clos": "close", "collec": "collect", "cmp": "compar", "compars": "compar",
    "concat": "concaten", "parallel": "concurr", "cond": "condition", "ifels": "condition",
    "predicat": "condition", "conf": "config", "configur": "config", "setting": "config",
    "settings": "config", "const": "constant", "constants": "constant", "ctor": "construct",
    "ctx": "context", "cast": "convert", "coerc": "convert", "conv": "convert", "convers": "convert",
    "cred": "credent", "db": "databas", "dep": "depend", "dependenc": "depend", "legac": "deprec",
    "obsolet": "deprec", "outdat": "deprec", "diction": "dict", "dictionar": "dict", "dicts": "dict",
    "hashmap": "dict", "mapp": "dict", "dir": "director", "folder": "director", "doc": "document",
    "docs": "document", "duplic": "duplicat", "identic": "duplicat", "repeat": "duplicat",
    "repetit": "duplicat", "sam": "duplicat", "same": "duplicat", "empt": "empty", "vacu": "empty",
    "env": "environ", "eq": "equal", "catch": "except", "err": "except", "error": "except", "exc": "except",
    "rescu": "except", "exec": "execut", "expr": "express", "fail": "failur", "flo": "float",
    "fmt": "format", "interpol": "format", "def": "funct", "fn": "funct", "func": "funct",
    "subroutin": "funct", "generat": "gener", "ident": "identit", "img": "imag", "idx": "index",
    "indic": "index", "indices": "index", "deriv": "inherit", "inheritanc": "inherit",
    "subclass": "inherit", "initial": "init", "inst": "instanc", "instanti": "instanc", "integ": "int",
    "bad": "invalid", "illegal": "invalid", "improper": "invalid", "incorrect": "invalid",
    "malform": "invalid", "wrong": "invalid", "iterabl": "iter", "travers": "iter", "len": "length",
    "siz": "length", "arra": "list", "lists": "list", "literal": "liter", "mutex": "lock", "loops": "loop",
    "max": "maxim", "msg": "messag", "min": "minim", "absent": "miss", "forgotten": "miss", "lack": "miss",
    "omission": "miss", "omit": "miss", "without": "miss", "modif": "mutabl", "modifi": "mutabl",
    "mut": "mutabl", "mutat": "mutabl", "nil": "none", "non": "none", "nul": "none", "digit": "numb",
    "num": "numb", "numer": "numb", "obj": "object", "sort": "order", "stderr": "output",
    "stdout": "output", "pkg": "packag", "super": "parent", "parens": "parenthesis",
    "parenthes": "parenthesis", "parenthesi": "parenthesis", "passwd": "password", "pwd": "password",
    "unpickl": "pickl", "ptr": "point", "recursiv": "recurs", "overwrit": "redefin", "reassign": "redefin",
    "rebind": "redefin", "regex": "regul", "regexp": "regul", "del": "remov", "delet": "remov",
    "destro": "remov", "drop": "remov", "eras": "remov", "rm": "remov", "unlink": "remov",
    "repo": "repositor", "req": "request", "res": "respons", "resp": "respons", "sec": "second",
    "seq": "sequenc", "deserial": "serial", "stmt": "stat", "string": "str", "popen": "subprocess",
    "temp": "temporar", "tmp": "temporar", "tern": "ternar", "threads": "thread", "tim": "time",
    "ts": "timestamp", "tupl": "tuple", "excess": "unnecess", "extraneous": "unnecess",
    "needless": "unnecess", "pointless": "unnecess", "redundant": "unnecess", "superflu": "unnecess",
    "superfluous": "unnecess", "unneed": "unnecess", "useless": "unnecess", "dangerous": "unsaf",
    "insecur": "unsaf", "unsafe": "unsaf", "vulner": "unsaf", "uri": "url", "val": "valu", "var": "vari",
    "varargs": "variad", "spac": "whitespac",
}  # fmt: skip

# Words that say nothing about what a text is about, in lessons above all.
_STOP_WORDS = """
a an and are as at be been being but by can could did do does doing each for from had has have if in
into is it its may might must no not of on only or so such than that the their them then there these
they this those to was we were what when where which while who will with would you your all any both
more most other some should instead also e g i etc always never need needs project repository here
please py js ts tsx jsx md yml rb rs txt cfg because
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())

# Words of almost any request; in a prompt or a task they count little.
_REQUEST_WORDS = """
add after before change changes check clean code create current edit ensure existing file files find
first fix get give go help implement improve issue just keep last let like list look make move new
next note now part place read refactor remove rename replace report see set show sure task thing try
two update use want way work works write
"""


def request_stems() -> frozenset[str]:
    """The stems of words that are in almost any request."""
    return frozenset(stem(word) for word in _REQUEST_WORDS.split())
