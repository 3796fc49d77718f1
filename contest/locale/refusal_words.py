"""Every refusal in words that say what to do next."""

import msgspec

from contest.locale.catalogue import translate
from contest.rules.refusals import Refused


def N_(text: str) -> str:
    """Marks a text for translation where no language is known yet."""
    return text


REFUSAL_WORDS = {
    "unknown_pin": N_("没有这个场次号。请看大屏上的六位数字，再输入一次。"),
    "bad_seat": N_("这部手机上的座位凭证不对了。请用续答码重新进入。"),
    "removed": N_("主持人已请您离开本场。如有疑问，请找现场工作人员。"),
    "moved": N_("您的座位已转到另一部设备上。"),
    "too_many": N_("试错的次数太多了，请过一分钟再试。"),
    "name_taken": N_("这个昵称已经有人用了，换一个吧。"),
    "name_unclean": N_("这个昵称不适合放上大屏，换一个吧。"),
    "name_empty": N_("请先取一个昵称，至少要有一个字。"),
    "name_long": N_("昵称最多 12 个字，请缩短一些。"),
    "heat_full": N_("本场人数已满。"),
    "lobby_locked": N_("主持人暂时关上了入口，请稍等，或举手示意。"),
    "heat_finished": N_("本场已经结束。有续答码的，可以去看自己的成绩。"),
    "late": N_("本场已经开始，不再接收新的选手。"),
    "consent_missing": N_("填写地区、年龄、人群或性别之前，请先勾选同意。不填也可以参加。"),
    "unknown_choice": N_("所选的地区、年龄、人群或性别不在名单里，请重新选择。"),
    "not_joined": N_("您还没有进场，请先取昵称进场。"),
    "not_open": N_("这道题还没有开始。"),
    "too_late": N_("已经收题了，这次作答没有计入。"),
    "paused": N_("主持人暂停了答题，恢复后再答。"),
    "unknown_item": N_("没有这道题，请刷新页面。"),
    "type_not_playable": N_("现场抢答只用判断题、单选题和多选题，请换一道题。"),
    "not_reviewed": N_("这道题还没有审过，不能上场。请先在题库里送审。"),
    "pilot_only": N_("这道题还在试测，只能当作不计分的试测题上场。"),
    "retired": N_("这道题已经停用，请换一道题。"),
    "unknown_option": N_("没有这个选项，请刷新页面。"),
    "wrong_count": N_("选的个数不对：单选题和判断题选一项，多选题至少选一项。"),
    "locked": N_("本场以第一次作答为准，不能再改。"),
    "superseded": N_("后来的作答已经收到，以后来的为准。"),
    "retry": N_("服务器暂时没能记下，正在自动重试。"),
    "stale_host": N_("主持权已在另一台设备上。要接着主持，请点“接管”。"),
    "stale_view": N_("画面已经变了，请看清现在这一步再按。"),
    "watching": N_("这台设备只看不控。要主持，请点“接管”。"),
    "wrong_phase": N_("现在不能做这一步。"),
    "nothing_left": N_("没有下一题了。"),
    "bad_reason": N_("请写明理由。"),
    "bad_request": N_("请求的格式不对。"),
    "unknown_claim": N_("查不到这个领奖码，请核对一遍。"),
    "unknown_contestant": N_("没有这位选手。"),
    "unknown_code": N_("续答码不对，或者已经用过。请核对一遍。"),
    "not_finished": N_("本场还没有结束。"),
    "forbidden": N_("您没有做这件事的权限。"),
    "bad_password": N_("密码至少 10 个字符。"),
    "bad_ticket": N_("这个链接已经失效，请在原来的设备上重新取一个。"),
    "not_paused": N_("现在没有暂停。"),
    "unknown_screen": N_("没有这块大屏，请从主持台或场次页面重新打开。"),
    "unknown_heat": N_("没有这个场次。"),
    "heat_played": N_("已经有人进场或开过题的场次不能删除。"),
    "bad_item": N_("这道题还不能存：请先改好标出的几处。"),
    "stale_item": N_("您编辑的时候，别人已经改过这道题。您写的还在这里，请打开最新一版对照着改。"),
    "not_yours": N_("这道题不是您出的，或者已经不是草稿。请给它写条意见，由组织者来改。"),
    "no_way": N_("这一步现在走不了：请看这道题眼下的状态，或者请组织者来做。"),
    "gaps": N_("还有没填的内容，补齐了才能通过审题。"),
    "changes_asked": N_("有审题人请作者修改。改好存成新版，再来通过。"),
    "second_pair": N_("要有两个不同的人看过：请再找一位审题人。"),
    "no_approval": N_("还没有审题人通过这一版。"),
    "no_parameters": N_("还没有由作答标定出来的参数，不能算已定难度。"),
    "own_item": N_("自己写的题要请别人来审。"),
    "embargoed": N_("这道题还在保密期里，到期之前不能使用。"),
    "same_item": N_("一道题不能和自己互斥，请填另一道题的编号。"),
    "changed_since": N_("这之后又有别的改动，不能整步撤销了。请在题目的历史里恢复想要的那一版。"),
}


def worded(refused: Refused, language: str) -> str:
    return translate(language, REFUSAL_WORDS[refused.reason])


def refusal_reply(refused: Refused, language: str) -> dict[str, object]:
    """The acknowledgement of a refusal, as docs/protocol.md has it."""
    reply: dict[str, object] = {"ok": False, "error": refused.reason, "message": worded(refused, language)}
    if isinstance(refused.stored, msgspec.Struct):
        # What is on record stands where it stands in an acknowledgement.
        reply = {**msgspec.structs.asdict(refused.stored), **reply}
    return reply
