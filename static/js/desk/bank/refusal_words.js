/**
 * Why a row cannot enter, in the reader's language: readers of files say it in Chinese, with what they found in it.
 * @module
 */
import { _, lang } from "../../words.js";

const WORDS = {
  no_stem: () => _("题干是空的。"),
  stem_too_long: () => _("题干太长，最多 2000 个字符。"),
  bad_stem: () => _("题干不能用：是空的、太长，或有改变文字方向的控制符。"),
  direction_control: () => _("有看不见的、改变文字方向的控制符：删去这一格，重新输入。"),
  no_options: () => _("选项要有至少两个。"),
  blank_option: () => _("有空白的选项，后面的选项却有字。"),
  odd_options: () => _("这种题型没有这样的选项：清空选项，或改题型。"),
  too_many_options: () => _("最多 10 个选项。"),
  same_options: () => _("有两个选项一模一样。"),
  bad_options: () => _("选项不能用：有重复的、空白的，或个数不对。"),
  no_key: () => _("没有答案。"),
  unknown_option: () => _("答案指向不存在的选项。"),
  not_one_key: () => _("要有且只有一个正确答案。"),
  many_keys: () => _("要有且只有一个正确答案。"),
  bad_key: () => _("答案和题型对不上。"),
  unknown_type: () => _("不认识这种题型。"),
  unsupported_type: () => _("题库没有这种题型，这一题没有读入。"),
  bad_id: () => _("编号太长，或有不能用的符号。"),
  id_too_long: () => _("编号太长，或有不能用的符号。"),
  duplicate_id: () => _("这个编号在文件里已经用过，内容不同。"),
  duplicate: () => _("与前面一题完全相同，只进一次。"),
  near_duplicate: () => _("与另一题几乎相同。"),
  not_yours: () => _("这道题不是您的草稿，只有组织者能改它；可以删去编号，当作新题导入。"),
  bad_number: () => _("这一格要是数。"),
  bad_value: () => _("这个值不能用。"),
  unknown_name: () => _("这一格里有题库不认识的名称。"),
  unknown_code: () => _("这一格里有题库不认识的名称。"),
  unknown_benchmark: () => _("没有这条基准，基准是 1 到 26。"),
  unknown_point: () => _("这个要点不属于这条基准。"),
  bad_difficulty: () => _("难度要在 -6 到 6 之间。"),
  bad_seconds: () => _("时限要在 0 到 3600 秒之间。"),
  bad_text: () => _("文字里有不能保存的字符。"),
  too_long: () => _("文字太长。"),
  cell_too_long: () => _("一格里的字太多。"),
  bad_picture: () => _("图片不能用；能用的有 PNG、JPEG、WebP 和 GIF。"),
  no_picture: () => _("文件里没有这张图片。"),
  hidden_sheet: () => _("隐藏的工作表没有读。"),
  column_not_read: () => _("题库没有地方放这些列，没有读。"),
  bad_json: () => _("这一行不是 JSON 对象。"),
};

/**
 * @param {{code: string, reason: string}} remark
 * @returns {string}
 */
export function reasonOf(remark) {
  const words = WORDS[remark.code];
  return lang === "en" && words ? words() : remark.reason;
}
