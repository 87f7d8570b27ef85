"""Who is reviewed first among those that are due at the same time (第十四条)."""

from tongban.policy.review_order import Rank, rank


def test_the_green_channel_goes_before_the_others_of_its_due_time() -> None:
    assert rank(is_green=True) is Rank.GREEN < Rank.ORDINARY is rank(is_green=False)
