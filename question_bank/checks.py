"""What can be told by machine about a bank: items that are not well formed, give themselves away or repeat others, and
keys that a person who knows nothing could guess by their place or length."""

import unicodedata
from collections.abc import Sequence

from question_bank.items import TRUE, ItemDraft, ItemType, Problem, problems_of
from question_bank.markup import plain, signs
from question_bank.near_duplicates import near_duplicates

# Two stems that share this much of their character trigrams ask the same thing in other words.
NEAR_DUPLICATE = 0.6
# Shares of a bank beyond which a test-wise person gains by guessing; banks below the size are not judged.
LARGE_ENOUGH = 40
TRUE_SHARE = (0.4, 0.6)
POSITION_SHARE = (0.15, 0.35)
LONGEST_IS_KEY_SHARE = 0.35
# A key so much longer than every distractor that nobody needs to read them.
TELLING_LENGTH, TELLING_CHARACTERS = 1.6, 8


def check_bank(items: Sequence[ItemDraft]) -> list[Problem]:
    """All problems of all items, then those between items, then those of the bank as a whole (`item` empty)."""
    found = [problem for item in items for problem in (*problems_of(item), *_giveaways(item))]
    return [*found, *_repeated_stems(items), *_lopsided_true_false(items), *_lopsided_keys(items)]


def _giveaways(item: ItemDraft) -> list[Problem]:
    found = []
    if item.type is ItemType.SINGLE and _key_sticks_out(item):
        found.append(Problem(item.id, "options", "答案比别的选项长出许多，一看就知道"))
    if item.type is ItemType.ORDERING and item.right_options == tuple(option.id for option in item.options):
        found.append(Problem(item.id, "options", "选项排列的次序就是答案"))
    if item.type in (ItemType.SINGLE, ItemType.MULTIPLE) and (same := _same_in_other_signs(item)):
        found.append(Problem(item.id, "options", f"“{same}”有两个说法相同的选项，答案就不止一个"))
    return found


def _key_sticks_out(item: ItemDraft) -> bool:
    lengths = {option.id: signs(option.text) for option in item.options}
    key = max((lengths.pop(each) for each in item.right_options if each in lengths), default=0)
    longest = max(lengths.values(), default=0)
    return key >= TELLING_LENGTH * longest and key >= longest + TELLING_CHARACTERS


def _same_in_other_signs(item: ItemDraft) -> str | None:
    """The text of an option that differs from another by width, case, spaces or punctuation alone."""
    seen: dict[str, str] = {}
    for option in item.options:
        letters = "".join(each for each in _folded(plain(option.text)) if _says_something(each))
        if letters and letters in seen and seen[letters] != option.text:
            return option.text
        seen[letters] = option.text
    return None


def _folded(text: str) -> str:
    """Without widths and cases; what stands high or low stays there, for 10⁵ is not 105."""
    raised = ("<super>", "<sub>")
    kept = (
        each if unicodedata.decomposition(each).startswith(raised) else unicodedata.normalize("NFKC", each)
        for each in text
    )
    return "".join(kept).casefold()


def _says_something(character: str) -> bool:
    # Signs of mathematics, LaTeX's among them, change what is said; commas and brackets do not.
    return character.isalnum() or unicodedata.category(character) in ("Sm", "Sc", "So") or character in "-.%^_\\"


def _repeated_stems(items: Sequence[ItemDraft]) -> list[Problem]:
    stems = [plain(item.stem) for item in items]
    return [
        Problem(items[second].id, "stem", f"与 {items[first].id} 的题干几乎相同")
        for first, second in near_duplicates(stems, NEAR_DUPLICATE)
    ]


def _lopsided_true_false(items: Sequence[ItemDraft]) -> list[Problem]:
    keys = [item.right_options for item in items if item.type is ItemType.TRUE_FALSE and item.right_options]
    if len(keys) < LARGE_ENOUGH:
        return []
    share = keys.count((TRUE,)) / len(keys)
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
    lengths = {option.id: signs(option.text) for option in item.options}
    key = lengths.pop(item.right_options[0], 0)
    return key > max(lengths.values(), default=0)


def _within(share: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= share <= bounds[1]
