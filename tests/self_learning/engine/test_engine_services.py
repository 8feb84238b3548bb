"""Which services a repository holds, what their manifests say, and what of their code is read."""

from __future__ import annotations

import json
import os
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine_rows import finding, write
from self_learning.engine import analysis, manifests, services, symbols
from self_learning.paths import Project

if TYPE_CHECKING:
    from conftest import Workspace


def put(top: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def detected(top: Path) -> dict[str, str]:
    return services.detect(Project(str(top)), None)


CRATE = '[package]\nname = "x"\n'
WORKSPACES = {
    "npm, with globs and an exclusion": (
        {"package.json": '{"workspaces": ["packages/*", "!packages/old", "apps/**"]}',
         "packages/api/package.json": "{}", "packages/api/esm/package.json": '{"type": "module"}',
         "packages/old/package.json": "{}", "packages/old/inner/package.json": "{}",
         "apps/web/shop/package.json": "{}", "services/mail/package.json": "{}"},
        ["apps/web/shop", "packages/api", "services/mail"],
    ),
    "npm, as an object": (
        {"js/package.json": '{"workspaces": {"packages": ["./libs/*/"]}}', "js/libs/a/package.json": "{}",
         "js/tools/package.json": "{}"},
        ["js/libs/a", "js/tools"],
    ),
    "pnpm": (
        {"js/package.json": "{}", "js/pnpm-workspace.yaml": "packages: ['libs/*']\n",
         "js/libs/a/package.json": "{}", "js/libs/a/dist/package.json": "{}"},
        ["js/libs/a"],
    ),
    "cargo": (
        {"rust/Cargo.toml": '[workspace]\nmembers = ["crates/*"]\nexclude = ["crates/odd"]\n',
         "rust/crates/core/Cargo.toml": CRATE, "rust/crates/odd/Cargo.toml": CRATE,
         "rust/scratch/Cargo.toml": CRATE, "other/Cargo.toml": CRATE},
        ["other", "rust/crates/core"],
    ),
    "cargo, a package that is a workspace too": (
        {"rg/Cargo.toml": CRATE + '[workspace]\nmembers = ["crates/a"]\n', "rg/crates/a/Cargo.toml": CRATE},
        ["rg", "rg/crates/a"],
    ),
    "maven modules": (
        {"shop/pom.xml": "<project xmlns='http://maven.apache.org/POM/4.0.0'><packaging>pom</packaging>"
         "<modules><module>api</module><module>web/pom.xml</module></modules></project>",
         "shop/api/pom.xml": "<project/>", "shop/web/pom.xml": "<project/>", "shop/web/part/pom.xml": "<project/>",
         "shop/api/src/test/resources/it/pom.xml": "<project/>", "shop/unlisted/pom.xml": "<project/>"},
        ["shop/api", "shop/web"],
    ),
    "go modules in a module": (
        {"go.work": "go 1.22\nuse ./a\n", "a/go.mod": "module a\n", "a/sdk/go.mod": "module a/sdk\n",
         "a/vendor/x/go.mod": "module x\n", "a/testdata/y/go.mod": "module y\n"},
        ["a", "a/sdk"],
    ),
    "uv": (
        {"pyproject.toml": '[tool.uv.workspace]\nmembers = ["libs/*"]\n', "libs/a/pyproject.toml": "",
         "services/b/pyproject.toml": ""},
        ["libs/a", "services/b"],
    ),
    "several kinds, and what is foreign": (
        {"shop/pyproject.toml": "", "shop/frontend/package.json": "{}", "shop/.venv/lib/x/pyproject.toml": "",
         "shop/node_modules/y/package.json": "{}", "shop/build/lib/pyproject.toml": "",
         "shop/examples/demo/package.json": "{}", "third_party/z/go.mod": "module z\n",
         "rust/target/package/z/Cargo.toml": CRATE},
        ["shop", "shop/frontend"],
    ),
    "broken manifests": (
        {"a/package.json": "{", "a/b/package.json": "{}", "c/Cargo.toml": "[", "d/pom.xml": "<project>",
         "e/package.json": '{"workspaces": 7}', "f/package.json": "[]", "f/g/package.json": "{}",
         "h/package.json": "{}", "h/pnpm-workspace.yaml": "{: :", "h/i/package.json": "{}"},
        ["a", "c", "d", "e", "f", "h"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("with_git", [True, False])
@pytest.mark.parametrize("name", WORKSPACES)
def test_services_of_a_workspace(tmp_path: Path, project: Workspace, name: str, with_git: bool) -> None:
    files, expected = WORKSPACES[name]
    top = project.path if with_git else tmp_path / "plain"
    put(top, files)
    if with_git:
        project.git("add", "-A", "-f")
    assert sorted(detected(top).values()) == expected


def test_services_of_one_name_are_told_apart_by_their_paths(tmp_path: Path) -> None:
    put(tmp_path, {"shop/api/go.mod": "", "mail/api/go.mod": "", "Web/go.mod": ""})
    assert detected(tmp_path) == {"mail/api": "mail/api", "shop/api": "shop/api", "web": "Web"}


def test_links_in_a_circle_and_names_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    put(tmp_path, {"a/go.mod": "module a\n"})
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    os.mkdir(os.fsencode(tmp_path) + b"/\xff\xfe")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe/go.mod")).write_text("module b\n")
    assert "a" in detected(tmp_path).values()
    assert len(detected(tmp_path)) == 2


DEPENDENCIES = {
    "package.json": ('\ufeff{"dependencies": {"koa": "1"}, "devDependencies": {"eslint": "9"}}', {"koa"}),
    "pyproject.toml": (
        '[project]\ndependencies = ["Zope.Interface>=1", "typing_extensions; python_version < \'3.9\'"]\n',
        {"zope-interface", "typing-extensions"},
    ),
    "Cargo.toml": (
        (
            "[dependencies]\nserde = '1'\n[dev-dependencies]\nproptest = '1'\n"
            "[target.'cfg(unix)'.dependencies]\nlibc = '0.2'\n"
        ),
        {"serde", "libc"},
    ),
    "go.mod": (
        (
            "module a\nrequire github.com/a/b v1.2.0\nrequire (\n\tgolang.org/x/net v0.1.0\n"
            "\tgolang.org/x/sys v0.1.0 // indirect\n)\nreplace github.com/a/b => ../b\n"
        ),
        {"github.com/a/b", "golang.org/x/net"},
    ),
    "pom.xml": (
        (
            "<project><dependencyManagement><dependencies><dependency><artifactId>managed</artifactId></dependency>"
            "</dependencies></dependencyManagement><dependencies><dependency><artifactId>guava</artifactId>"
            "</dependency></dependencies></project>"
        ),
        {"guava"},
    ),
}


@pytest.mark.parametrize("name", DEPENDENCIES)
def test_dependencies_are_those_of_the_service_itself(tmp_path: Path, name: str) -> None:
    content, expected = DEPENDENCIES[name]
    put(tmp_path, {name: content})
    assert manifests.dependencies(str(tmp_path)) == expected


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{" * 100_000, b"[" * 100_000, b"<a" * 50_000])
def test_a_broken_manifest_depends_on_nothing(tmp_path: Path, content: bytes) -> None:
    for name in manifests.NAMES:
        (tmp_path / name).write_bytes(content)
        assert manifests.workspace(str(tmp_path), name) is None if name != "go.mod" else True
    assert manifests.dependencies(str(tmp_path)) == set()


def test_a_manifest_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "go.mod")
    assert manifests.dependencies(str(tmp_path)) == set()


def test_functions_in_variables_are_names_too(tmp_path: Path) -> None:
    path = tmp_path / "a.ts"
    path.write_text("export const loadUser = async () => 1;\nconst limit = 3;\nclass Cart {}\n")
    assert symbols.defined(str(path)) == ["Cart", "loadUser"]


def parsed(project: Workspace, **row: object) -> dict[str, list[object]]:
    write(project.path, [finding(**{"service": None, "date": "2026-11-01", **row}, pr=n) for n in range(3)])
    done = analysis.run(Project(str(project.path)), datetime(2026, 11, 20, tzinfo=timezone.utc))
    os.makedirs(os.path.dirname(done.where.services), exist_ok=True)
    done.cross_service(remember=True)
    read: dict[str, list[object]] = json.loads(Path(done.where.services).read_bytes())
    return read


def test_a_big_service_leaves_room_and_what_findings_name_is_read_first(project: Workspace) -> None:
    put(
        project.path,
        {f"big{n}/pkg{m}/f{m}.py": "def f(): ..." for n in range(12) for m in range(380)}
        | {f"big{n}/go.mod": "module x" for n in range(12)}
        | {"small/go.mod": "module y", "small/z.py": "def z(): ..."},
    )
    read = parsed(project, file="big3/pkg379/f379.py:7")
    assert len(read) <= 4_000
    assert "small/z.py" in read
    assert "big3/pkg379/f379.py" in read


def test_foreign_code_links_and_pipes_are_not_read(project: Workspace) -> None:
    put(
        project.path,
        {"a/go.mod": "module a", "b/go.mod": "module b", "a/main.go": "package a\nfunc Run() {}\n",
         "a/vendor/x/x.go": "package x\nfunc X() {}\n", "a/node_modules/y/y.js": "function y() {}",
         "a/build/z.py": "def z(): ...", "a/.venv/lib/q.py": "def q(): ...", "b/huge.py": "x = 1\n" * 60_000},
    )  # fmt: skip
    (project.path / "b" / "link.py").symlink_to("/etc/passwd")
    (project.path / "b" / "loop.py").symlink_to("loop.py")
    (project.path / "b" / "latin.py").write_bytes("def g\xe9n\xe9rer(): pass\n".encode("latin-1"))
    project.git("add", "-A", "-f")
    os.mkfifo(project.path / "b" / "pipe.py")
    read = parsed(project, file="a/main.go:2")
    assert sorted(read) == ["a/main.go", "b/huge.py", "b/latin.py"]
    assert read["a/main.go"][2] == ["Run"]
    assert read["b/huge.py"][2] == []
