"""How common words are in lessons, so that a match on a rare one counts for more.

The part of lessons, from 0 to 1, that hold a stem: the mean over first sentences of the
standard library's docstrings, descriptions of JavaScript rules and of Python rules. What isn't
listed is rarer than 0.7 %. ``benchmarks/background.py`` measures it anew.
"""

from __future__ import annotations

COMMON: dict[str, float] = {
    "access": 0.009, "add": 0.009, "after": 0.018, "alias": 0.008, "allow": 0.008, "annot": 0.017,
    "argu": 0.077, "around": 0.009, "assert": 0.012, "assign": 0.021, "asynchron": 0.015, "attribut": 0.045,
    "avoid": 0.181, "bas": 0.018, "befor": 0.015, "between": 0.014, "blank": 0.007, "block": 0.026,
    "bod": 0.008, "bool": 0.014, "bracket": 0.009, "branch": 0.013, "byt": 0.013, "call": 0.08,
    "cas": 0.014, "chang": 0.007, "charact": 0.021, "check": 0.345, "class": 0.055, "claus": 0.016,
    "close": 0.009, "cod": 0.015, "command": 0.01, "comment": 0.015, "compar": 0.022, "component": 0.011,
    "condition": 0.017, "config": 0.008, "consistent": 0.02, "constant": 0.007, "construct": 0.024,
    "contain": 0.023, "context": 0.014, "convert": 0.015, "creat": 0.011, "current": 0.011, "dat": 0.008,
    "data": 0.008, "declar": 0.019, "decor": 0.011, "default": 0.026, "defin": 0.035, "deprec": 0.01,
    "dict": 0.017, "direct": 0.011, "docstr": 0.017, "duplicat": 0.025, "element": 0.012, "els": 0.008,
    "empty": 0.021, "end": 0.01, "enforc": 0.078, "equal": 0.008, "event": 0.011, "except": 0.043,
    "execut": 0.011, "explicit": 0.012, "export": 0.007, "express": 0.042, "fals": 0.008, "fil": 0.045,
    "find": 0.007, "first": 0.011, "format": 0.019, "funct": 0.098, "gener": 0.019, "get": 0.018,
    "given": 0.015, "global": 0.011, "handl": 0.021, "head": 0.009, "if": 0.011, "import": 0.031,
    "includ": 0.011, "indent": 0.01, "index": 0.015, "inherit": 0.008, "init": 0.01, "insid": 0.008,
    "instanc": 0.012, "int": 0.018, "invalid": 0.011, "item": 0.009, "iter": 0.024, "jsx": 0.015,
    "key": 0.017, "keyword": 0.01, "last": 0.008, "lead": 0.008, "length": 0.012, "lik": 0.014,
    "lin": 0.034, "list": 0.052, "liter": 0.041, "log": 0.017, "loop": 0.021, "manag": 0.009, "map": 0.009,
    "mark": 0.008, "match": 0.013, "maximum": 0.009, "memb": 0.012, "messag": 0.019, "method": 0.05,
    "miss": 0.028, "mod": 0.007, "modul": 0.031, "multipl": 0.017, "nam": 0.049, "neg": 0.008,
    "nest": 0.008, "new": 0.017, "nod": 0.007, "none": 0.035, "numb": 0.026, "object": 0.049, "one": 0.012,
    "open": 0.013, "oper": 0.035, "option": 0.014, "order": 0.012, "os": 0.016, "outsid": 0.007,
    "over": 0.028, "parenthesis": 0.007, "pars": 0.01, "pass": 0.013, "path": 0.02, "pattern": 0.012,
    "placehold": 0.009, "posit": 0.008, "position": 0.007, "pref": 0.028, "presenc": 0.009,
    "process": 0.011, "pytest": 0.012, "python": 0.02, "rais": 0.017, "read": 0.016, "regular": 0.009,
    "remov": 0.016, "replac": 0.015, "represent": 0.007, "requir": 0.049, "return": 0.112, "run": 0.007,
    "select": 0.008, "self": 0.01, "sequenc": 0.008, "set": 0.032, "singl": 0.011, "specif": 0.017,
    "start": 0.009, "stat": 0.064, "str": 0.074, "styl": 0.016, "tak": 0.007, "test": 0.014, "text": 0.012,
    "time": 0.013, "tru": 0.016, "try": 0.008, "tuple": 0.017, "typ": 0.069, "unnecess": 0.053,
    "unsaf": 0.008, "unus": 0.011, "usag": 0.019, "use": 0.166, "valu": 0.062, "vari": 0.046, "vers": 0.012,
    "wheth": 0.014, "whitespac": 0.03, "widget": 0.012, "window": 0.008, "yield": 0.009,
}  # fmt: skip
