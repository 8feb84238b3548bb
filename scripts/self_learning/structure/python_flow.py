"""Statements and blocks in Python."""

from __future__ import annotations

from self_learning.structure import blocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEAVING = ("return", "raise", "continue", "break", "throw")
_COMPOUND = frozenset(("if", "elif", "else", "for", "while", "try", "except", "with", "finally", "async"))
_CONTINUING = ("elif", "else", "except", "finally", "case", ")", "]", "}")
_COMPARING = ("if", "elif", "while", "return", "assert", "for", "and", "or")
_ALONE = frozenset(("pass", "break", "continue", "return", "raise", "try", "else", "finally", "yield"))


class Block:
    """A compound statement: its keyword, header, body and what comes after it.

    Attributes:
        word: ``if``, ``for``, ``except``, ...
        header: The whole first statement as one line.
        rows: The lines of the body with their indentation.
        body: The lines of the body without.
        text: ``body`` as one text.
        next_line: The line after the body, if it is indented like the header, without indentation.
        next_word: The first word of that line.
        next_body: The line after that one, without indentation.
    """

    __slots__ = ("body", "header", "next_body", "next_line", "next_word", "rows", "text", "word")

    def __init__(self, lines: list[str], at: int, word: str) -> None:
        self.word = word
        self.header, start = blocks.header(lines, at)
        self.rows = blocks.block(lines, at, start)
        self.body = [row.strip() for row in self.rows]
        self.text = "\n".join(self.body)
        after = start + len(self.rows)
        line = lines[after] if after < len(lines) else ""
        same = blocks.indentation(line) == blocks.indentation(lines[at])
        self.next_line = line.strip() if same else ""
        self.next_word = self.next_line.partition(" ")[0].rstrip(":")
        self.next_body = lines[after + 1].strip() if after + 1 < len(lines) else ""


def flow(lines: list[str]) -> Iterator[str]:
    """Yield the words for what the statements show.

    Args:
        lines: Those of the code that aren't blank, without comments and strings' texts.
    """
    for at, line in enumerate(lines):
        text = line.strip()
        word = text.partition(" ")[0].rstrip(":")
        if word in _COMPOUND:
            block = Block(lines, at, word)
            yield from _any_block(block)
            if word in ("if", "elif", "else", "while"):
                yield from _condition(block)
            elif word == "for":
                yield from _loop(block)
            else:
                yield from _exceptions(block)
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if (
            word in LEAVING
            and following
            and blocks.indentation(following) == blocks.indentation(line)
            and not following.strip().startswith(_CONTINUING)
            and blocks.header(lines, at)[1] == at + 1
        ):
            yield "unreachable code after statement dead"
        previous = lines[at - 1].strip() if at else ""
        yield from _statement(text, word, following.strip(), previous, blocks.indentation(line))
        yield from _expression(text, word)
        yield from _assignment(text, blocks.indentation(line))
        yield from _numbers(text)


def _any_block(block: Block) -> Iterator[str]:
    word, body = block.word, block.body
    if body in (["pass"], ["..."]):
        yield f"empty {word} body block pass"
    if word in ("if", "for", "with", "while") and body and body[0].startswith(word + " "):
        inner = blocks.block(block.rows, 0, 1)
        if len(inner) + 1 >= len(block.rows):
            yield f"nested {word} statement combine collapse single multiple"
    if word in ("for", "while") and block.next_word == "else":
        yield "else clause loop without break useless"
    if word == "while" and "sleep" in block.text:
        yield "busy wait sleep loop event polling"
    if word == "with" and len(body) == 1 and "read" in body[0]:
        yield "read whole file"


def _condition(block: Block) -> Iterator[str]:
    body, header = block.body, block.header
    if block.word in ("if", "elif") and body:
        if body[-1].startswith(LEAVING) and block.next_word in ("else", "elif"):
            leaving = body[-1].split()[0].split("(")[0]
            yield f"superfluous unnecessary {block.next_word} after {leaving} statement else"
        if len(body) == 1 and block.next_word == "else":
            other = block.next_body
            if " = " in body[0] and " = " in other and body[0].split(" = ")[0] == other.split(" = ")[0]:
                yield "if else block replace ternary operator conditional expression assignment"
            if body[0].startswith("return") and other.startswith("return"):
                yield "condition return directly bool needless inline"
            if body[0] == other:
                yield "branches same body duplicate identical arms"
        if len(body) == 1 and body[0].startswith("return ") and block.next_line.startswith("return "):
            yield "condition return directly boolean needless"
    if header.count(" or "):
        if header.count("==") > 1:
            yield "multiple comparisons merge membership same variable repeated equality"
        if header.count("isinstance(") > 1:
            yield "multiple isinstance calls merge single tuple duplicate"
        if header.count("startswith(") > 1 or header.count("endswith(") > 1:
            yield "multiple startswith endswith calls merge single tuple"
    if header.count(" and ") + header.count(" or ") > 2:
        yield "too many boolean expressions complex condition"
    if " and " in header and header.count("<") + header.count(">") > 1:
        yield "chained comparison simplify boolean range"


def _exceptions(block: Block) -> Iterator[str]:
    word, body, header = block.word, block.body, block.header
    if word == "try":
        if block.next_word == "except" and len(body) == 1:
            yield "try except single statement suppress"
        if any(row.startswith("return") for row in body):
            yield "return try block else move"
        if any(row.startswith("raise") for row in body):
            yield "raise within try block abstract inner function"
        if len(body) > 3:
            yield "try block too many statements long"
    elif word == "finally":
        if any(row.startswith(("return", "break", "continue")) for row in body):
            yield "return break continue jump finally block"
    elif word == "except":
        if body in (["pass"], ["..."]):
            yield "swallow silently ignore exception suppress pass"
        if body == ["continue"]:
            yield "swallow silently ignore exception continue loop"
        if "," in header and "(" not in header:
            yield "multiple exception tuple"
        if body and body[0] == "raise" and len(body) == 1:
            yield "useless redundant reraise immediately exception handler"
        elif body and body[0].startswith("raise ") and " from " not in body[0]:
            yield "raise without from inside except exception chain cause"
        if "log" in block.text:
            yield "logging inside exception handler traceback"
        if " as " in header:
            name = header.split(" as ")[1].rstrip(": ")
            if any(row.startswith(f"raise {name}") for row in body):
                yield "verbose reraise exception name without"
            if name not in block.text:
                yield "unused exception variable name assigned"


def _loop(block: Block) -> Iterator[str]:
    text, single = block.text, len(block.body) == 1
    if single and ".append(" in text:
        yield "loop append list comprehension extend performance transform copy"
    if len(block.body) == 2 and ".append(" in text and "if " in text:
        yield "loop append list comprehension filter performance"
    if single and "[" in text and " = " in text:
        yield "loop dict comprehension performance"
    if single and text.startswith("yield "):
        yield "yield in for loop replace yield from"
    for spelling, words in _IN_LOOPS:
        if spelling in text:
            yield words
    if "+=" in text and ('""' in text or "str" in text):
        yield "string concatenation in loop"
    names = [one.strip(" ()") for one in block.header[4:].partition(" in ")[0].split(",")]
    if any(f"{one} = " in text for one in names if one):
        yield "loop variable overwritten reassigned redefined shadow"
    if any(one and not one.startswith("_") and one not in text for one in names):
        yield "unused loop control variable"
    if ".items()" in block.header and any(f"[{one}]" in text for one in names):
        yield "unnecessary dictionary index lookup value"
    if "range(len(" in block.header:
        yield "enumerate index instead range len"


_IN_LOOPS = (
    ("+= 1", "counter enumerate manual index increment loop"),
    ("try:", "try except in loop performance overhead"),
    ("return True", "loop any all replace reimplemented builtin"),
    ("return False", "loop any all replace reimplemented builtin"),
    (".remove(", "mutating modified collection while iterating loop"),
    ("del ", "mutating modified collection while iterating loop"),
    (".pop(", "mutating modified collection while iterating loop"),
    (".add(", "set mutation update loop"),
    (".discard(", "set mutation update loop"),
    (".write(", "write lines loop"),
    ("lambda", "function definition closure bind loop variable late binding"),
    ("def ", "function definition closure bind loop variable late binding"),
)


def _statement(text: str, word: str, following: str, previous: str, indent: int) -> Iterator[str]:
    if text.startswith(("import ", "from ")):
        if word == "import" and "," in text:
            yield "multiple imports one line"
        if previous and not previous.startswith(("import ", "from ", ")", '"""', "if ", "try")):
            yield "import not at top level file position module"
        if indent:
            yield "import inside function nested not top-level lazy"
    if ";" in text:
        yield "multiple statements one line semicolon"
    if text.endswith("\\"):
        yield "line continuation backslash"
    if (
        word in ("if", "for", "while", "with")
        and ": " in text
        and text[-1] != ":"
        and not any(mark in text for mark in ("{", "[", "lambda"))
    ):
        yield "multiple statements one line colon compound"
    if text.startswith("assert "):
        if ", " not in text:
            yield "assert without message"
        if " and " in text:
            yield "composite assertion break down multiple parts"
    if text.startswith("with ") and following.startswith("with "):
        yield "nested with statements combine single multiple contexts"
    if text.startswith("@"):
        yield "decorator"
        if text.endswith("()"):
            yield "decorator empty parentheses call"
        if following.startswith("@"):
            yield "multiple decorators order"


def _expression(text: str, word: str) -> Iterator[str]:
    is_name = text.replace(".", "").isidentifier() and word not in _ALONE
    if is_name or (text.startswith(("(", "[", "{", '""', "'")) and not text.startswith('"""')):
        yield "useless expression statement no effect unassigned pointless"
    if " == " in text and not (" = " in text or "(" in text or text.startswith(_COMPARING)):
        yield "useless comparison no effect"
    if " for " in text and " in " in text and word != "for":
        opening = text.rfind("[", 0, text.find(" for "))
        yield (
            "comprehension list set dict generator" if opening != -1 else "generator expression comprehension"
        )
        inner = text[opening + 1 : text.find(" for ")].strip()
        if inner == text[text.find(" for ") + 5 : text.find(" in ")].strip():
            yield "unnecessary comprehension rewrite identity copy"
        if "{" in text:
            yield "dict dictionary comprehension" if ":" in text else "set comprehension"
        if text.count(" for ") > 1:
            yield "nested comprehension"
    if " if " in text and " else " in text and word not in ("if", "elif"):
        yield "ternary conditional expression if else inline"
    if text.count("+") > 1 and '"' in text:
        yield "string concatenation"
    if "." in text and text.count("(") > 3:
        yield "method chain nested calls"


def _assignment(text: str, indent: int) -> Iterator[str]:
    left, equals, right = text.partition(" = ")
    if not equals:
        return
    if left.strip() == right.strip():
        yield "self-assignment redundant assign itself variable"
    if " = " in right:
        yield "multiple chained assignment targets"
    if "," in left:
        yield "tuple unpacking assignment multiple"
    if right.startswith(left + " ") and right[len(left) + 1 : len(left) + 2] in "+-*/%&|":
        yield "augmented assignment operator alternative non-augmented"
    if right.startswith("lambda"):
        yield "lambda assignment variable def"
    if left.isidentifier() and left != left.lower() and left != left.upper() and indent:
        yield "variable name function lowercase naming mixed case camel"
    if ": " in left:
        yield "variable type annotation"
    if left.replace("_", "").isalpha() and left.isupper():
        yield "constant module"


def _numbers(text: str) -> Iterator[str]:
    for piece in text.split():
        number = piece.strip("(),:[]=-")
        if number[:1].isdigit():
            yield "number literal constant"
            if len(number) > 5:
                yield "large long numeric literal underscore separator"
            if "==" in text or "<" in text or ">" in text:
                yield "magic value number constant comparison"
            if "." in number or "e" in number:
                yield "float literal decimal"
            return
