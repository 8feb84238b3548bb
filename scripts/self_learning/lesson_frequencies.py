"""How common words are in lessons, so that a match on a rare one counts for more.

The part of lessons, from 0 to 1, that hold a stem: the mean over first sentences of the
standard library's docstrings, descriptions of JavaScript rules and of Python rules. What isn't
listed is rarer than 0.7 %. ``benchmarks/background.py`` measures it anew.
"""

from __future__ import annotations

COMMON: dict[str, float] = {
    "add": 0.009, "after": 0.027, "allow": 0.009, "annot": 0.015, "argu": 0.071, "around": 0.016,
    "arrow": 0.007, "assign": 0.027, "asynchron": 0.016, "attribut": 0.028, "avoid": 0.215, "bare": 0.007,
    "bas": 0.018, "befor": 0.022, "between": 0.019, "block": 0.035, "bod": 0.009, "bool": 0.012,
    "bracket": 0.011, "branch": 0.014, "break": 0.008, "byt": 0.013, "call": 0.084, "callback": 0.008,
    "cas": 0.013, "charact": 0.023, "check": 0.335, "class": 0.053, "claus": 0.02, "close": 0.008,
    "cod": 0.018, "command": 0.01, "comment": 0.017, "compar": 0.021, "condition": 0.021, "config": 0.008,
    "consistent": 0.03, "constant": 0.009, "construct": 0.027, "contain": 0.023, "context": 0.015,
    "convert": 0.014, "coroutin": 0.008, "creat": 0.011, "current": 0.011, "data": 0.008, "declar": 0.022,
    "decor": 0.01, "default": 0.022, "defin": 0.033, "deprec": 0.008, "dict": 0.017, "direct": 0.009,
    "docstr": 0.017, "duplicat": 0.028, "els": 0.009, "empty": 0.024, "end": 0.009, "enforc": 0.078,
    "event": 0.008, "except": 0.041, "execut": 0.013, "explicit": 0.009, "express": 0.047, "fals": 0.007,
    "fil": 0.043, "first": 0.011, "for": 0.007, "format": 0.019, "funct": 0.105, "gener": 0.022,
    "get": 0.017, "given": 0.015, "global": 0.013, "handl": 0.019, "head": 0.009, "identifi": 0.012,
    "if": 0.012, "import": 0.029, "includ": 0.01, "indent": 0.01, "index": 0.012, "inherit": 0.008,
    "init": 0.01, "insid": 0.011, "instanc": 0.01, "int": 0.018, "invalid": 0.009, "item": 0.008,
    "iter": 0.023, "key": 0.017, "keyword": 0.009, "lead": 0.008, "length": 0.009, "lik": 0.013,
    "lin": 0.044, "list": 0.039, "liter": 0.046, "log": 0.016, "loop": 0.024, "manag": 0.009, "map": 0.007,
    "match": 0.012, "maximum": 0.014, "memb": 0.009, "messag": 0.018, "method": 0.044, "miss": 0.024,
    "mod": 0.008, "modul": 0.03, "multipl": 0.017, "nam": 0.049, "neg": 0.008, "nest": 0.01, "new": 0.017,
    "newlin": 0.008, "none": 0.029, "numb": 0.025, "object": 0.059, "one": 0.012, "open": 0.015,
    "oper": 0.047, "option": 0.012, "order": 0.011, "os": 0.016, "parenthesis": 0.012, "pars": 0.013,
    "pass": 0.011, "path": 0.02, "pattern": 0.011, "placehold": 0.009, "presenc": 0.009, "process": 0.012,
    "pytest": 0.011, "python": 0.02, "rais": 0.016, "read": 0.017, "redefin": 0.007, "regular": 0.017,
    "remov": 0.014, "replac": 0.013, "represent": 0.007, "requir": 0.071, "return": 0.113, "run": 0.007,
    "scop": 0.008, "self": 0.01, "sequenc": 0.009, "set": 0.028, "singl": 0.009, "specif": 0.021,
    "start": 0.007, "stat": 0.072, "str": 0.068, "styl": 0.015, "syntax": 0.008, "test": 0.013,
    "text": 0.011, "time": 0.012, "trail": 0.007, "tru": 0.016, "try": 0.008, "tuple": 0.017, "typ": 0.041,
    "unnecess": 0.055, "unsaf": 0.008, "unus": 0.01, "usag": 0.009, "use": 0.156, "valu": 0.051,
    "vari": 0.054, "vers": 0.012, "whitespac": 0.044, "widget": 0.012, "window": 0.007, "within": 0.008,
    "yield": 0.011,
}  # fmt: skip
