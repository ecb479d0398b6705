"""Clauses as objects: links, warnings, the inventory."""

import re
import zlib


def test_a_role_links_to_the_clause_and_shows_its_id(project):
    project.pages["index"] += "\n:clause:`AAA-01` :spec:clause:`AAA-02` :any:`AAA-01`\n"
    assert project.build() == ""
    index = project.page("index")
    assert 'href="spec/first.html#AAA-01"' in index
    assert 'href="spec/first.html#AAA-02"' in index
    assert 'title="must: It MUST have `submit`."' in index
    assert 'id="AAA-01"' in project.page("spec/first")


def test_an_unknown_clause_is_warned_of_with_the_nearest(project):
    project.pages["index"] += "\n:clause:`AAA-11`\n"
    warnings = project.build()
    assert "index.rst" in warnings
    assert "There is no clause AAA-11. Did you mean AAA-01" in warnings


def test_clauses_are_in_the_inventory_as_clauses_and_as_labels(project):
    project.build()
    inventory = (project.output / "objects.inv").read_bytes()
    entries = zlib.decompress(inventory.split(b"\n", 4)[4]).decode()
    assert re.search(r"^AAA-01 spec:clause 1 spec/first\.html#\$ -$", entries, re.MULTILINE)
    assert re.search(r"^aaa-01 std:label .* spec/first\.html#AAA-01 AAA-01$", entries, re.MULTILINE)


def test_a_clause_on_two_pages_is_warned_of(project):
    project.pages["spec/second"] = ":orphan:\n\n.. spec:chapter:: first\n"
    assert "AAA-01 is rendered in spec/" in project.build()


def test_an_unknown_chapter_is_an_error_with_the_nearest(project):
    project.pages["spec/second"] = ":orphan:\n\n.. spec:chapter:: frist\n"
    assert "There is no chapter frist. Did you mean first?" in project.build()
