"""Studies of what is told of luck and knowledge: they count rightly and write their pages."""

import pytest

from placesim.studies import knowledge_bias, knowledge_coverage


def test_a_study_of_bias_sets_each_estimate_against_what_is_known_on_paper():
    found = knowledge_bias.studied(studies=4, futures=[200])
    assert [each.figure for each in found] == list(knowledge_bias.truths())
    for each in found:
        assert abs(each.mean - each.truth) < 5 * max(each.mean_error, each.said / 2), each.figure
        assert each.held >= 0.5
    page = knowledge_bias.page(found, 4, "command")
    assert "4 studies of each size" in page
    assert f"| share of luck | 200 | {found[0].truth:.4f} |" in page


def test_the_parts_of_variance_known_on_paper_add_up_to_everything():
    truths = knowledge_bias.truths()
    assert sum(truths[f"share of {part}"] for part in ("luck", "knowledge", "interaction")) == 1
    assert truths["worth of knowing everything"] > truths["worth of knowing the first"]


@pytest.mark.slow
def test_drawn_ranges_hold_a_drawn_truth_75_to_85_times_in_a_hundred_and_fixed_ranges_visibly_less():
    studied = knowledge_coverage.studied(trials=300)
    for found in studied:
        assert 0.75 <= found.drawn / found.trials <= 0.85, found
        assert found.fixed < found.drawn, found
    assert all(found.fixed / found.trials < 0.72 for found in studied if found.figure.startswith("spend"))


def test_a_study_of_coverage_draws_a_truth_and_sets_two_ranges_against_it():
    found = knowledge_coverage.studied(trials=3, futures=10)
    assert [each.figure for each in found] == ["/".join(figure) for figure in knowledge_coverage.FIGURES]
    for each in found:
        assert 1 <= each.drawn <= each.trials == 3
        assert 0 <= each.fixed <= 3
    assert sum(each.drawn_width > each.fixed_width for each in found) >= 3
    page = knowledge_coverage.page(found, 10, "command")
    assert "3 trials" in page
    assert "no evidence about Halton" in page
    assert f"{found[0].drawn / 3:.1%}" in page
