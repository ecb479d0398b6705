"""The pages of this project against the code that they describe."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import executor_spec
from executor_conformance.adapter import Adapter
from executor_conformance.cli import check
from executor_conformance.judgement import Judgement, Verdict
from executor_docs.citations import comments
from executor_docs.contents import chapter_pages
from executor_docs.pages import write_pages
from executor_docs.words import BASES, KINDS, LEVELS

DOCS = Path(__file__).parents[1]
SPECIFICATION = executor_spec.load()
GUIDE = (DOCS / "guides" / "judge-your-executor.rst").read_text(encoding="utf-8")
REPORT = (DOCS / "report.rst").read_text(encoding="utf-8")
PAGES = [path for path in DOCS.rglob("*.rst") if "_build" not in path.parts]


def test_every_chapter_gets_its_page(tmp_path):
    write_pages(tmp_path, SPECIFICATION)
    for chapter, page in chapter_pages(SPECIFICATION).items():
        assert (tmp_path / f"{page}.rst").read_text() == f".. spec:chapter:: {chapter}\n"


def test_pages_of_chapters_that_are_gone_are_removed_and_others_are_left(tmp_path):
    folder = tmp_path / "spec"
    folder.mkdir()
    (folder / "gone.rst").write_text(".. spec:chapter:: gone\n")
    (folder / "index.rst").write_text("Title\n=====\n")
    (folder / "map.rst").write_text("Written by hand\n")
    write_pages(tmp_path, SPECIFICATION)
    assert not (folder / "gone.rst").exists()
    assert (folder / "index.rst").read_text() == "Title\n=====\n"
    assert (folder / "map.rst").read_text() == "Written by hand\n"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_clause_that_a_page_cites_exists(path):
    for clause_id in re.findall(r":clause:`([^`]+)`", path.read_text(encoding="utf-8")):
        assert SPECIFICATION.clause(clause_id)


def test_every_word_of_the_vocabulary_is_explained():
    assert list(LEVELS) == list(executor_spec.Level)
    assert list(BASES) == list(executor_spec.Basis)
    assert list(KINDS) == list(executor_spec.Kind)


def test_the_guide_names_every_option_of_check():
    options = [name for parameter in check.params for name in parameter.opts if name[0] == "-"]
    assert options
    for option in options:
        assert f"`{option}" in GUIDE, option


def test_the_guide_names_every_field_of_the_adapter():
    for field in fields(Adapter):
        assert re.search(rf"^   \* - .*`{field.name}`", GUIDE, re.MULTILINE), field.name


def test_the_guide_names_every_verdict():
    for verdict in Verdict:
        assert re.search(rf"^   \* - .*`{verdict}`", GUIDE, re.MULTILINE), verdict


def test_the_report_page_names_every_field_of_a_judgement():
    renamed = {"clause": "id", "seconds": "duration"}
    for field in fields(Judgement):
        assert f"`{renamed.get(field.name, field.name)}`" in REPORT, field.name


def test_citations_are_read_from_comments_only(tmp_path):
    path = tmp_path / "module.py"
    path.write_text('"""AAA-01"""\ntext = "# AAA-02"\nn = 1  # AAA-03\n', encoding="utf-8")
    assert comments(path) == [(3, "# AAA-03")]
