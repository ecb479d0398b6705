"""What the lints notice."""


def test_a_chapter_that_its_page_does_not_render_is_warned_of(project):
    project.pages["spec/first"] = "First\n=====\n"
    assert "no page renders the chapter first: put the line" in project.build()


def test_an_id_in_plain_words_is_warned_of(project):
    project.pages["index"] += "\nAs AAA-01 says. Not ``AAA-01``, nor UTF-16.\n"
    warnings = project.build()
    assert warnings.count("stands in plain words") == 1
    assert "AAA-01 stands in plain words: write :clause:`AAA-01`" in warnings
