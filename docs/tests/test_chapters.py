"""What the page of a chapter shows."""

import re


def visible(html):
    text = re.sub(r"<[^>]+>", " ", html)
    return " ".join(text.split())


def test_a_clause_shows_what_is_known_of_it(project):
    assert project.build() == ""
    page = project.page("spec/first")
    text = visible(page)
    assert "Words with code ." in text
    assert "must It MUST have submit ." in text
    assert "implementation-defined It MAY be either, see AAA-01 ." in text
    assert "Nothing works without." in text
    assert "this that" in text
    assert (
        "kinds: thread; with the capability gc ; with 2 workers or more; Python 3.14 or later"
        in text
    )
    assert "No test judges this clause yet" in text
    assert 'href="https://peps.python.org/pep-3148/"' in page


def test_foundations_are_linked_both_ways(project):
    project.build()
    text = visible(project.page("spec/first"))
    assert re.search(r"Relied on by :? ?AAA-02", text)
    assert re.search(r"Builds on :? ?AAA-01", text)


def test_pages_without_html_are_complete(project):
    project.settings["extensions"] = ["executor_docs"]
    assert project.build("text") == ""
    text = (project.output / "spec" / "first.txt").read_text(encoding="utf-8")
    assert "It **MUST** have" in text
