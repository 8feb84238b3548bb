"""Words as the scorer compares them: stems, near-synonyms, and how telling a word is.

Lessons and code name the same thing in many forms: "comparison", ``compare``, ``cmp``;
"argument", ``args``, "parameters". ``stem`` takes endings off, ``SYNONYMS`` joins the forms
that share no stem. Standard library only and no imports: the hooks use it on every tool call.
"""

from __future__ import annotations

_stems: dict[str, str] = {}

# Longest first; what must remain of the word, at least, in letters.
_ENDINGS = (
    ("izations", 3), ("ization", 3), ("isations", 3), ("isation", 3), ("ifications", 3), ("ification", 3),
    ("ational", 4), ("ations", 3), ("itions", 4), ("ation", 3), ("ition", 4), ("ators", 3), ("ator", 3),
    ("ables", 4), ("ibles", 4), ("ments", 4), ("nesses", 4), ("arily", 4), ("ingly", 4), ("ably", 4), ("able", 4), ("ible", 4),
    ("ment", 4), ("ness", 4), ("ated", 3), ("ates", 3), ("ating", 3), ("ate", 4), ("ised", 3), ("izes", 3), ("ised", 3),
    ("izing", 3), ("ising", 3), ("ized", 3), ("ize", 3), ("ise", 4), ("ison", 5), ("isons", 5), ("ities", 4), ("ity", 4), ("ary", 5),
    ("ions", 4), ("ion", 4), ("ings", 3), ("ing", 3), ("ers", 3), ("ors", 4), ("ies", 2), ("ied", 2),
    ("ive", 5), ("ally", 4), ("ly", 4), ("al", 5), ("ed", 3), ("er", 4), ("or", 5), ("es", 3), ("s", 3), ("e", 3), ("y", 3),
)  # fmt: skip


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
            for ending, remaining in _ENDINGS:
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
    # arguments and functions
    "arg": "argu", "param": "argu", "paramet": "argu", "kwarg": "argu", "kw": "argu", "func": "funct", "fn": "funct",
    "def": "funct", "invoc": "call", "invok": "call", "callabl": "call", "subroutin": "funct", "ctor": "construct",
    "initial": "init", "varargs": "variad",
    # kinds of values
    "diction": "dict", "dictionar": "dict", "dicts": "dict", "mapp": "dict", "hashmap": "dict", "string": "str",
    "integ": "int", "boolean": "bool", "lists": "list", "arra": "list", "tupl": "tuple", "nul": "none", "nil": "none", "non": "none",
    "undefin": "undefin", "flo": "float", "numer": "numb", "num": "numb", "digit": "numb", "char": "charact",
    "regex": "regul", "regexp": "regul", "boolop": "bool", "seq": "sequenc", "obj": "object", "ptr": "point",
    "collec": "collect", "literal": "liter", "attr": "attribut", "propert": "attribut", "prop": "attribut", "ident": "identif",
    # faults
    "error": "except", "exc": "except", "err": "except", "rescu": "except", "catch": "except", "fail": "failur",
    "superflu": "unnecess", "redundant": "unnecess", "needless": "unnecess", "useless": "unnecess",
    "extraneous": "unnecess", "superfluous": "unnecess", "pointless": "unnecess", "unneed": "unnecess", "excess": "unnecess",
    "unus": "unus", "duplic": "duplicat", "repeat": "duplicat", "repetit": "duplicat", "same": "duplicat", "sam": "duplicat", "identic": "duplicat",
    "deprec": "deprec", "obsolet": "deprec", "outdat": "deprec", "legac": "deprec",
    "insecur": "unsaf", "dangerous": "unsaf", "vulner": "unsaf", "unsafe": "unsaf",
    "lack": "miss", "absent": "miss", "omit": "miss", "omission": "miss", "without": "miss", "forgotten": "miss",
    "invalid": "invalid", "incorrect": "invalid", "wrong": "invalid", "malform": "invalid", "improper": "invalid", "illegal": "invalid", "bad": "invalid",
    "disallow": "avoid", "forbid": "avoid", "prohibit": "avoid", "ban": "avoid", "prevent": "avoid",
    # what is done
    "delet": "remov", "del": "remov", "rm": "remov", "drop": "remov", "unlink": "remov", "destro": "remov", "eras": "remov",
    "creat": "creat", "generat": "gener", "instanti": "instanc", "instanc": "instanc", "inst": "instanc",
    "compars": "compar", "cmp": "compar", "equal": "equal", "eq": "equal", "ident": "identit",
    "concat": "concaten", "join": "join", "fmt": "format", "interpol": "format", "placehold": "placehold",
    "convers": "convert", "cast": "convert", "coerc": "convert", "conv": "convert",
    "iterabl": "iter", "travers": "iter", "loops": "loop", "mutat": "mutabl", "mut": "mutabl", "modif": "mutabl", "modifi": "mutabl",
    "assert": "assert", "verif": "check", "valid": "valid", "overwrit": "redefin", "overrid": "overrid", "reassign": "redefin", "rebind": "redefin", "shadow": "shadow",
    "import": "import", "requir": "requir", "exec": "execut", "eval": "eval", "popen": "subprocess", "async": "asynchron", "asynchronous": "asynchron",
    "recursiv": "recurs", "inheritanc": "inherit", "subclass": "inherit", "deriv": "inherit", "extend": "extend", "parent": "parent", "super": "parent", "bas": "base",
    "config": "config", "configur": "config", "conf": "config", "setting": "config", "settings": "config",
    "auth": "authent", "authoriz": "authoriz", "login": "authent", "signin": "authent", "cred": "credent", "passwd": "password", "pwd": "password", "secret": "secret",
    "db": "databas", "repo": "repositor", "dir": "director", "folder": "director", "pkg": "packag", "dep": "depend", "dependenc": "depend",
    "env": "environ", "tmp": "temporar", "temp": "temporar", "doc": "document", "docs": "document", "docstr": "docstr",
    "msg": "messag", "btn": "button", "img": "imag", "url": "url", "uri": "url", "req": "request", "res": "respons", "resp": "respons",
    "ctx": "context", "tim": "time", "ts": "timestamp", "sec": "second", "idx": "index", "indic": "index", "indices": "index", "len": "length", "siz": "length",
    "max": "maxim", "min": "minim", "val": "valu", "var": "vari", "const": "constant", "constants": "constant", "stmt": "stat", "expr": "express",
    "cond": "condition", "predicat": "condition", "tern": "ternar", "ifels": "condition", "els": "else", "bool": "bool",
    "threads": "thread", "mutex": "lock", "concurr": "concurr", "parallel": "concurr", "goroutin": "goroutin",
    "whitespac": "whitespac", "spac": "whitespac", "blank": "blank", "empt": "empty", "vacu": "empty", "newlin": "newlin",
    "capital": "capital", "uppercas": "capital", "lowercas": "lowercas", "parens": "parenthesis", "parenthes": "parenthesis", "parenthesi": "parenthesis", "brac": "bracket", "curl": "bracket",
    "anon": "anonymous", "lambda": "lambda", "arrow": "arrow", "clos": "close", "deserial": "serial", "pickl": "pickl", "unpickl": "pickl",
    "warn": "warn", "log": "log", "stdout": "output", "stderr": "output", "print": "print", "sort": "order", "order": "order",
    "blind": "broad", "bare": "bare", "bar": "bare", "gener": "gener",
}  # fmt: skip

# Words that say nothing about what a text is about, in lessons above all.
STOP_WORDS = frozenset(
    (
        "a an and are as at be been being but by can could did do does doing each for from had has have if in into is "
        "it its may might must no not of on only or so such than that the their them then there these they this those "
        "to was we were what when where which while who will with would you your all any both more most other some "
        "should instead also e g i etc always never need needs project repository here please"
    ).split()
)
