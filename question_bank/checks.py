"""What can be told by machine about a bank: ill-formed items, giveaways, near-duplicates, lopsided keys."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from question_bank.items import TRUE, ItemDraft, ItemType, Problem, problems_of

# Two stems that share this much of their character trigrams ask the same thing in other words.
NEAR_DUPLICATE = 0.6
# Shares of a bank beyond which a test-wise person gains by guessing; banks below the size are not judged.
LARGE_ENOUGH = 40
TRUE_SHARE = (0.4, 0.6)
POSITION_SHARE = (0.15, 0.35)
LONGEST_IS_KEY_SHARE = 0.35


def check_bank(items: Sequence[ItemDraft]) -> list[Problem]:
    found = [problem for item in items for problem in problems_of(item)]
    return [*found, *_near_duplicates(items), *_lopsided_true_false(items), *_lopsided_keys(items)]


def _near_duplicates(items: Sequence[ItemDraft]) -> list[Problem]:
    grams = {item.id: _trigrams(item.stem) for item in items}
    holders: dict[str, list[str]] = {}
    for item in items:
        for gram in grams[item.id]:
            holders.setdefault(gram, []).append(item.id)
    shared = Counter(pair for ids in holders.values() for pair in combinations(ids, 2))
    found = []
    for (first, second), common in shared.items():
        union = len(grams[first] | grams[second])
        if common / union >= NEAR_DUPLICATE:
            found.append(Problem(second, "stem", f"与 {first} 的题干几乎相同"))
    return found


def _trigrams(text: str) -> frozenset[str]:
    letters = "".join(character for character in text if character.isalnum())
    return frozenset(letters[start : start + 3] for start in range(max(1, len(letters) - 2)))


def _lopsided_true_false(items: Sequence[ItemDraft]) -> list[Problem]:
    keys = [item.right_options[0] for item in items if item.type is ItemType.TRUE_FALSE and item.right_options]
    if len(keys) < LARGE_ENOUGH:
        return []
    share = keys.count(TRUE) / len(keys)
    return [] if _within(share, TRUE_SHARE) else [Problem("", "key", f"判断题里正确的占 {share:.0%}，太不均衡")]


def _lopsided_keys(items: Sequence[ItemDraft]) -> list[Problem]:
    single = [item for item in items if item.type is ItemType.SINGLE and len(item.right_options) == 1]
    four = [item for item in single if len(item.options) == 4]
    if len(four) < LARGE_ENOUGH:
        return []
    found = []
    for position in range(4):
        share = sum(item.options[position].id == item.right_options[0] for item in four) / len(four)
        if not _within(share, POSITION_SHARE):
            found.append(Problem("", "key", f"四选一的答案有 {share:.0%} 在第 {position + 1} 项，太不均衡"))
    longest = sum(_key_is_longest(item) for item in four) / len(four)
    if longest > LONGEST_IS_KEY_SHARE:
        found.append(Problem("", "options", f"{longest:.0%} 的单选题里最长的一项就是答案"))
    return found


def _key_is_longest(item: ItemDraft) -> bool:
    lengths = {option.id: len(option.text) for option in item.options}
    key = lengths.pop(item.right_options[0])
    return key > max(lengths.values())


def _within(share: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= share <= bounds[1]
