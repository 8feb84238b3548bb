"""How well a lesson fits the work: words, identifiers, syntax, and what it takes to be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from self_learning import ecosystems, injection, languages, programs, relevance, spellings, syntax
from self_learning.parts import divide, tokens_of
from self_learning.vocabulary import SYNONYMS, stem

LESSONS = (
    "Never use a bare except clause",
    "A mutable default argument is shared by all calls",
    "Do not compare to None with the equality operator",
    "Open files in a with statement so that they are closed",
    "Assigning a lambda expression to a variable hides its name",
    "Prefer a list comprehension over a loop that appends",
    "Avoid wildcard imports, they hide where a name comes from",
    "An else after return is superfluous",
    "Use f-strings rather than percent formatting",
    "A nested if statement can be combined with the outer one",
    "Do not use eval on untrusted input",
    "Walrus assignments make a condition hard to read",
    "Remove unused imports",
    "Catch StopIteration inside a generator",
)


def best(code: str, language: str = "python", lessons: tuple[str, ...] = LESSONS) -> str:
    """The lesson with the highest score for some code."""
    postings = relevance.prepare([relevance.lesson_terms(text, [language]) for text in lessons])
    scores = relevance.scores(postings, relevance.work_terms(code=code, language=language))
    return lessons[max(scores, key=lambda position: scores[position])]


@pytest.mark.parametrize(
    ("code", "lesson"),
    [
        ("try:\n    x()\nexcept:\n    log()\n", 0),
        ("def add(item, items=[]):\n    items.append(item)\n    return items\n", 1),
        ("if value == None:\n    stop()\n", 2),
        ("handle = open(path)\ndata = handle.read()\n", 3),
        ("double = lambda x: 2 * x\n", 4),
        ("result = []\nfor item in items:\n    result.append(item.name)\n", 5),
        ("from settings import *\n", 6),
        ("def sign(x):\n    if x < 0:\n        return -1\n    else:\n        return 1\n", 7),
        ('print("%s is %d" % (name, age))\n', 8),
        ("if a:\n    if b:\n        go()\n", 9),
        ("eval(input())\n", 10),
        ("if (n := read()) > 3:\n    go(n)\n", 11),
        ("import os\nimport sys\n\nprint(sys.argv)\n", 12),
    ],
)
def test_syntax_is_found_under_the_name_that_people_give_it(code: str, lesson: int) -> None:
    assert best(code) == LESSONS[lesson]


@pytest.mark.parametrize(
    ("language", "code", "lesson"),
    [
        ("javascript", "var total = 0;\n", "Declare variables with let or const, never var"),
        ("javascript", "if (a == b) { go(); }\n", "Use strict equality without type coercion"),
        ("javascript", "debugger;\n", "Remove debugger statements"),
        ("javascript", "load().then(r => show(r));\n", "Handle the rejection of a promise chain"),
        (
            "shell",
            "for f in $(ls *.txt); do echo $f; done\n",
            "Iterate over a glob instead of command output",
        ),
        ("shell", "echo `date`\n", "Replace legacy backticks by modern command substitution"),
        ("shell", "cd build\nmake\n", "Exit when changing the directory fails"),
        ("go", "go func() { work() }()\n", "A goroutine needs a way to stop"),
        ("rust", "let value = read().unwrap();\n", "Unwrap panics on an error"),
        ("java", "catch (Exception e) { }\n", "Do not catch a generic exception with an empty block"),
        ("ruby", "unless !ready\n  go\nend\n", "A negated condition under unless is hard to read"),
        ("sql", "SELECT * FROM users\n", "Name the columns, a wildcard select breaks"),
        ("dockerfile", "FROM python:latest\n", "Pin the version of a base image"),
        ("css", ".a { color: red !important; }\n", "Avoid important declarations"),
        ("c", "strcpy(target, source);\n", "Copying a string may overflow the buffer"),
    ],
)
def test_other_languages_are_known_too(language: str, code: str, lesson: str) -> None:
    others = (
        "Keep functions short",
        "Write a test for each fault",
        "Name things for what they mean",
        "Sort the entries by date",
    )
    assert best(code, language, (*others, lesson)) == lesson


def test_identifiers_are_split_and_stemmed() -> None:
    assert relevance.split_identifier("readJSONFile2") == ["read", "json", "file"]
    assert relevance.split_identifier("MAX_RETRIES") == ["max", "retries"]
    assert relevance.split_identifier("__init__") == ["init"]
    lessons = ("Check the token's expiry before use", "Round invoices per line", "Keep colours in one place")
    assert best("def is_expired(self, authToken): ...", lessons=lessons) == lessons[0]


@pytest.mark.parametrize(
    "family",
    [
        "compare compares compared comparing comparison",
        "argument arguments args parameter parameters",
        "delete deletes deleting deletion remove removed",
        "exception exceptions error errors",
        "unnecessary redundant superfluous useless",
        "dict dicts dictionary dictionaries",
        "format formats formatted formatting",
        "import imports imported importing",
    ],
)
def test_the_forms_of_a_word_meet(family: str) -> None:
    assert len({stem(word) for word in family.split()}) == 1


def test_words_that_differ_stay_apart() -> None:
    words = "bare bar import export return raise class call list set string int test type"
    assert len({stem(word) for word in words.split()}) == len(words.split())


def test_synonyms_end_at_a_word_that_has_none() -> None:
    assert not set(SYNONYMS.values()) & set(SYNONYMS)


def test_more_of_the_same_evidence_never_lowers_a_score() -> None:
    postings = relevance.prepare([relevance.lesson_terms(text) for text in LESSONS])
    few = relevance.scores(postings, relevance.Work({stem("bare"): 1.0}))
    more = relevance.scores(postings, relevance.Work({stem("bare"): 1.0, stem("except"): 1.0}))
    assert 0 < few[0] < more[0] < 1


def test_the_terms_of_a_score_are_told_the_largest_first() -> None:
    postings = relevance.prepare([relevance.lesson_terms(text) for text in LESSONS])
    terms = relevance.work_terms(prose="bare except clause")
    shares = relevance.matched(postings, terms, 0)
    assert {"bare", "except"} <= set(shares)
    assert list(shares.values()) == sorted(shares.values(), reverse=True)


def test_a_long_file_is_not_a_match_for_everything() -> None:
    """The same hundred rare words say less in a file of many thousand others."""
    lesson = relevance.prepare([relevance.lesson_terms("Invoices must be rounded per line item")])
    short = "def close(invoice):\n    return round(invoice.total)\n"
    long = short + "".join(f"value_{number} = other_{number}(left, right)\n" for number in range(400))
    near = relevance.scores(lesson, relevance.work_terms(code=short, language="python"))[0]
    far = relevance.scores(lesson, relevance.work_terms(code=long, language="python"))[0]
    assert near >= injection.CONTENT_THRESHOLD
    assert far < 0.75 * near


@pytest.mark.parametrize("request_text", ["hello", "continue", "do the next task", "fix it", "please go on"])
def test_a_request_that_says_nothing_is_known_as_such(request_text: str) -> None:
    assert not relevance.is_telling(relevance.work_terms(prose=request_text))


def test_programs_are_known_by_what_they_do() -> None:
    command = programs.Command("cd api && pytest -x")
    assert programs.told(command) == ["cd", "pytest", "api"]
    assert programs.purposes(command) == ["test"]


@pytest.mark.parametrize(
    ("command", "looks"),
    [
        ("git status --short", True),
        ("git --no-pager log -5 | head 2>/dev/null", True),
        ("cd src && cat test_auth.py; env | sort", True),
        ("   ", True),
        ("grep -rn 'a;b' . 2>&1", True),
        ("grep -rn 'a;b . 2>&1", False),  # what is never closed encloses nothing
        ("git commit -m fix", False),
        ("cd src && pytest", False),
        ("env CI=1 pytest", False),
        ("cat > a.py", False),
        ("find . -name x -exec pytest {} +", False),
        ("find . -delete", False),
        ("sed -i s/a/b/ x", False),
        ("echo $(make test)", False),
        ("CI=1 pytest", False),
        ("docker compose logs -f web", True),
        ("docker compose up", False),
        ("kubectl get pods -n shop", True),
        ("kubectl apply -f shop.yaml", False),
        ("kubectl -n get apply -f shop.yaml", False),
        ("git -C web log -3", True),
        ("git -C log push", False),
        ("pip list | grep django", True),
        ("pip install django", False),
        ("gh pr view 12 --comments", True),
        ("gh pr create", False),
        ("npm run ls", False),
    ],
)
def test_looking_is_told_from_doing(command: str, looks: bool) -> None:
    assert programs.only_looks(command) is looks


@pytest.mark.parametrize(
    ("path", "content", "language"),
    [
        ("src/app.py", "", "python"),
        ("C:\\code\\App.TSX", "", "typescript"),
        ("Dockerfile", "", "dockerfile"),
        ("docker/Dockerfile.dev", "", "dockerfile"),
        ("run", "#!/usr/bin/env python3\n", "python"),
        ("run", "#!/bin/bash -eu\n", None),
        ("run", "#!/bin/sh\n", "shell"),
        ("notes", "", None),
        (".bashrc", "", "shell"),
    ],
)
def test_the_language_of_a_file(path: str, content: str, language: str | None) -> None:
    assert languages.language_of(path, content) == language


def test_the_languages_of_a_lesson_are_told_by_tags_else_by_words() -> None:
    assert relevance.lesson_languages("Keep it short", ["py", "safety"]) == ["python"]
    assert relevance.lesson_languages("In TypeScript, prefer unknown over any", []) == ["typescript"]
    assert relevance.lesson_languages("Go slowly and make small steps", []) == []


@pytest.mark.parametrize("language", sorted(spellings.LANGUAGES))
def test_every_spelling_is_one_that_code_can_have(language: str) -> None:
    """A spelling that isn't what the tokeniser writes would never be found."""
    wrong = [
        spelling
        for table in spellings.tables(language)
        for spelling, _ in table
        if f" {tokens_of(spelling).strip(' ')} " != spelling
    ]
    assert wrong == []


@pytest.mark.parametrize("language", [*sorted(spellings.LANGUAGES), "markdown", "json", None])
@given(
    code=st.text(
        alphabet=st.sampled_from("ab=:()[]{}\"'`#/*\\\n\t ,.;$|<>-+!%@_é\U0001f600\x00"), max_size=200
    )
)
def test_any_text_can_be_taken_apart(language: str | None, code: str) -> None:
    parts = divide(code, language)
    assert all(0 < weight <= 1 for weight in syntax.concepts(parts).values())
    relevance.work_terms(code=code, language=language, path="x")
    relevance.lesson_terms(code)


def test_strings_and_comments_are_no_code() -> None:
    parts = divide('x = "eval(y)"  # exec(z)\n', "python")
    assert "eval" not in parts.tokens
    assert "exec" not in parts.tokens
    assert parts.string_list == ["eval(y)"]
    assert "exec(z)" in parts.comments


@pytest.mark.parametrize(
    ("line", "ran", "actions", "of"),
    [
        ("cargo build --release", ["cargo"], [("cargo", "build")], {"rust"}),
        ("cd web && npm run lint", ["cd", "npm"], [("cd", "web"), ("npm", "lint")], {"javascript"}),
        ("pnpm build", ["pnpm"], [("npm", "build")], {"javascript"}),
        ("CI=1 sudo python3 -m pytest -n 8", ["python3", "pytest"], [], {"python"}),
        ("bundle exec rspec spec/a.rb", ["bundle", "rspec"], [], {"ruby"}),
        ("docker compose up -d", ["docker"], [("docker", "up")], {"docker"}),
        ("./gradlew test", ["gradlew"], [("gradle", "test")], {"java"}),
        ("python manage.py migrate", ["python", "manage.py", "migrate"], [], {"python", "database"}),
        ("kubectl -n shop apply -f x.yaml", ["kubectl"], [("kubectl", "apply")], {"kubernetes"}),
        ("mvn clean verify", ["mvn"], [("mvn", "clean"), ("mvn", "verify")], {"java"}),
        ("poetry run pytest", ["poetry", "pytest"], [], {"python"}),
        ("./deploy.sh", ["deploy.sh"], [], set()),
        ("timeout -k 5 60s cargo test", ["cargo"], [("cargo", "test")], {"rust"}),
        ("sudo -u ci npm install", ["npm"], [("npm", "install")], {"javascript"}),
        ("for d in a b; do pytest $d; done", ["pytest"], [], {"python"}),
        ("if ! cargo build; then exit 1; fi", ["cargo", "exit"], [("cargo", "build")], {"rust"}),
        ("(cd web && npm test)", ["cd", "npm"], [("cd", "web"), ("npm", "test")], {"javascript"}),
        (
            "bash -lc 'cd web && npm ci'",
            ["bash", "cd", "npm"],
            [("cd", "web"), ("npm", "ci")],
            {"javascript"},
        ),
        # A text in a command is no command.
        ('git commit -m "Fix a; npm install was missing"', ["git"], [("git", "commit")], {"git"}),
        ("git commit -m 'a' -m \"don't; pip install\"", ["git"], [("git", "commit")], {"git"}),
        ("echo don't; npm test", ["echo", "npm"], [("npm", "test")], {"javascript"}),
        (
            'git commit -m "$(cat <<\'EOF\'\nFix "it"\n\nnpm install; make\nEOF\n)" && git push',
            ["git", "git"],
            [("git", "commit"), ("git", "push")],
            {"git"},
        ),
        ("cat > a.md <<EOF | tee b\ndocker compose up\nEOF\nmake lint", ["cat", "tee", "make"], None, set()),
        ("# Run pip install, don't wait\ncargo doc", ["cargo"], [("cargo", "doc")], {"rust"}),
        ("= | -x", [], [], set()),
    ],
)
def test_what_a_command_runs(
    line: str, ran: list[str], actions: list[tuple[str, str]] | None, of: set[str]
) -> None:
    command = programs.Command(line)
    assert command.programs == ran
    assert actions is None or command.actions == actions
    assert command.ecosystems == of


@given(line=st.text(alphabet=st.sampled_from("git npm run-=;|&/'\"$(`\n\t é<#\\"), max_size=80))
def test_any_command_can_be_read(line: str) -> None:
    programs.other_uses(programs.Command(line))
    programs.only_looks(line)
    relevance.work_terms(command=line)


def test_other_uses_of_a_program_are_told_from_its_own() -> None:
    [(own, others)] = programs.other_uses(programs.Command("terraform apply"))
    assert "plan" in own  # advice on the one holds for the other
    assert "fmt" in others


@pytest.mark.parametrize(
    ("lesson", "tags", "named"),
    [
        ("Use npm ci instead of npm install", [], ["javascript"]),
        ("Go slowly, commit to a plan and make it compose", [], []),
        ("Run the race detector", ["go", "testing"], ["go"]),
        ("Run alembic, then (pytest).", [], ["python", "database"]),
    ],
)
def test_the_ecosystems_of_a_lesson(lesson: str, tags: list[str], named: list[str]) -> None:
    assert relevance.lesson_ecosystems(lesson, tags) == named


@pytest.mark.parametrize(
    ("of", "language", "fits"),
    [
        ([], "python", True),
        (["javascript"], "python", False),
        (["javascript"], "typescript", True),
        (["javascript"], "json", True),
        (["javascript"], None, True),
        (["python", "database"], "python", True),
        (["database"], "python", True),
        (["git"], "python", False),
    ],
)
def test_tools_of_another_ecosystem_are_not_for_a_file(
    of: list[str], language: str | None, fits: bool
) -> None:
    assert ecosystems.fits_language(of, language) is fits


def test_common_words_are_no_evidence_however_small_the_store() -> None:
    """A store of one lesson knows no frequencies; the background does."""
    postings = relevance.prepare([relevance.lesson_terms("Read the kafka offsets because of the restart")])
    common = relevance.scores(postings, relevance.Work({stem("read"): 1.0, stem("because"): 1.0}))
    rare = relevance.scores(postings, relevance.Work({stem("kafka"): 1.0, stem("offset"): 1.0}))
    assert common[0] < injection.PROMPT_THRESHOLD < rare[0]


def test_terms_are_told_in_the_words_of_the_lesson() -> None:
    summary = "Never leave a clause empty, readConfig() needs `!=`"
    postings = relevance.prepare([relevance.lesson_terms(summary, ["validation"])])
    work = relevance.work_terms(prose="clauses readconfig validated comparing")
    work.update(relevance.work_terms(prose="readConfig"))
    shares = relevance.matched(postings, work, 0)
    beside = relevance.words_beside(summary, ["validation"])
    told = relevance.in_words(shares, f"{summary} {beside}")
    assert {"clause", "readConfig", "validation", "comparison"} <= set(told)
    assert sum(told.values()) == pytest.approx(sum(shares.values()), abs=0.01)


@pytest.mark.parametrize(
    ("lesson", "asked"), [("PHPUnit", "phpunit"), ("graphql", "GraphQL"), ("JUnit", "JUnit")]
)
def test_a_name_is_known_however_it_is_written(lesson: str, asked: str) -> None:
    postings = relevance.prepare([relevance.lesson_terms(f"{lesson} reads its own settings")])
    for work in (relevance.work_terms(prose=f"why does {asked} fail"), relevance.work_terms(command=asked)):
        assert relevance.scores(postings, work)[0] > 0.3
