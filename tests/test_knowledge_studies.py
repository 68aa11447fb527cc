"""Studies of what is told of luck and knowledge: they count rightly and write their pages."""

from placesim.studies import knowledge_bias


def test_a_study_of_bias_sets_each_estimate_against_what_is_known_on_paper():
    found = knowledge_bias.studied(studies=6, futures=[240])
    assert [each.figure for each in found] == list(knowledge_bias.truths())
    for each in found:
        assert abs(each.mean - each.truth) < 5 * max(each.mean_error, each.said / 6**0.5), each.figure
        assert each.held >= 0.5
    page = knowledge_bias.page(found, 6, "command")
    assert "6 studies of each size" in page
    assert f"| share of luck | 240 | {found[0].truth:.4f} |" in page


def test_the_parts_of_variance_known_on_paper_add_up_to_everything():
    truths = knowledge_bias.truths()
    assert sum(truths[f"share of {part}"] for part in ("luck", "knowledge", "interaction")) == 1
    assert truths["worth of knowing everything"] > truths["worth of knowing the first"]
