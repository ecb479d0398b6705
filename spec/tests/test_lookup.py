"""Clauses and chapters by name, and what is said where there is none."""

import pytest

from executor_spec import UnknownChapterError, UnknownClauseError


def test_an_unknown_clause_suggests_the_nearest(folder, clause):
    specification = folder.chapter("map", "MAP", clause("MAP-01"), clause("MAP-23")).load()
    with pytest.raises(UnknownClauseError, match=r"no clause map-1\. Did you mean MAP-01"):
        specification.clause("map-1")


def test_an_unknown_clause_far_from_all_names_the_known_ones(folder, clause):
    specification = folder.chapter("map", "MAP", clause("MAP-01")).load()
    with pytest.raises(LookupError, match=r"Known: MAP-01\."):
        specification.clause("zzz")


def test_a_retired_clause_tells_what_became_of_it(folder, clause):
    retired = '[retired]\nMAP-02 = "MAP-01"\n'
    specification = folder.chapter("map", "MAP", clause("MAP-01"), more=retired).load()
    with pytest.raises(UnknownClauseError, match="MAP-02 was retired: MAP-01"):
        specification.clause("MAP-02")


def test_an_unknown_chapter_suggests_the_nearest(folder, clause):
    specification = folder.chapter("shutdown", "SHD", clause("SHD-01")).load()
    with pytest.raises(UnknownChapterError, match="Did you mean shutdown"):
        specification.chapter("shutdwn")
