app-name = 台账

## 导航

nav-label = 主导航
nav-today = 今日
nav-forms = 表单
nav-records = 记录
nav-send = 上报
nav-import = 导入
nav-ledger = 台账
nav-settings = 设置
nav-about = 关于
nav-dashboard = 看板
nav-fill = 填写
skip-to-content = 跳到正文

## 顶栏

state-online = 在线
state-offline = 离线
state-offline-ready = 离线可用
state-no-officer = 未填写人员
state-switch-officer = 换人
state-opening = 正在打开…
try-again = 再试一次
part-missing = 这部分程序还没有取到
part-missing-advice = 第一次打开要联网。已保存的内容都在；连上网后请再试一次。

## 更新

update-ready = 新版本已备好。
update-now = 立即更新
update-switching = 正在保存并更新…
update-not-flushed = 有页面未能保存，暂未更新。请先处理该页面的红色提示，再试一次。
update-failed = 这次没有更新成功，现有版本照常使用。请稍后再试。

## 存储

storage-blocked = 另一个标签页还开着旧版本
storage-blocked-advice = 数据都在。请关闭本应用的其他标签页，这里会自动继续。
storage-updated-elsewhere = 已在另一个标签页更新
storage-updated-elsewhere-advice = 已保存的内容都在。请重新载入本页后继续。
storage-newer = 数据由更新的版本写入
storage-newer-advice = 现在只能查看和导出，不能填写。请连上网络并更新到新版本。
storage-broken = 数据库打不开
storage-broken-advice = 没有删除任何内容。请先关闭浏览器再打开；若仍不行，请把本页内容拍照交给管理员。
storage-broken-apart-advice = 仍打不开时，可以先存下救援文件交给管理员，再另建一份继续填写；原来的数据留在原处。
storage-unavailable = 浏览器不允许保存数据
storage-unavailable-advice = 请退出无痕模式，或在浏览器设置中允许本网站保存数据，再重新载入。
storage-full = 存储空间已满
storage-full-advice = 已保存的内容都在。请清理本机空间后重新载入。
reload-page = 重新载入

## 尚无内容

not-found = 没有这一页
empty-forms = 还没有表单。

## 设置

settings-language = 界面语言
settings-language-failed = 没能载入这种语言。请连上网络后再试。
settings-officer = 填写人员
settings-officer-hint = 会写进以后的每条记录。请填工号或账号，不要填身份证号。
settings-officer-name = 姓名
settings-officer-code = 工号
settings-officer-unit = 单位
settings-save = 保存
settings-saved = 已保存
settings-not-saved = 没有保存成功。请再试一次。

## 题目

question-clear = 清空
question-guidance = 填写说明
problem-required = 此题必填。
problem-constraint = 答案不符合要求，请核对。
problem-nameless = 这里填的内容将作为台账里的名称，请填写。
problem-choice = 所选项已不在可选范围内，请重选。
problem-type-integer = 请填整数，例如 12。
problem-type-decimal = 请填数字，例如 12.5。
problem-type-date = 请填正确的日期。
problem-type-other = 这样填写无法识别，请核对。
select-empty = 这里还没有可选的内容。
repeat-add = 再加一项
repeat-position = 第 { $count } 项

## 填写

fill-opening = 正在打开…
fill-saving = 正在保存…
fill-saved = 已保存
fill-failed = 还没存上，正在重试
fill-failed-advice = 刚填的内容还在这个页面上，请不要关闭。若持续如此，请清理本机空间。
fill-taken-over = 已在另一个页面填写
fill-taken-over-advice = 这里只能看。要在这里接着填，请点“改在这里填”。
fill-take-over = 改在这里填
fill-held = 这份草稿正在另一个标签页里填写
fill-no-draft = 没有这份草稿
fill-no-draft-advice = 它可能已经提交，或在另一个标签页里删除了。请到“记录”页查看。
fill-damaged = 草稿读不出来
fill-damaged-advice = 没有删除任何内容。请联系管理员，并保留这台设备上的数据。
fill-no-form = 本机没有这份草稿所用的表单
fill-no-form-advice = 草稿还在。请在“表单”页重新导入这份表单，再打开草稿。
fill-read-only = 草稿还在，更新后可以接着填
fill-recovered = 上次意外中断，已恢复到中断前的内容。
fill-recovered-damaged = 上次意外中断，有 { $count } 处未能恢复，请核对已填内容。
fill-page = 第 { $page } 页，共 { $pages } 页
fill-next = 下一页
fill-previous = 上一页
fill-finalize = 提交
fill-finalizing = 正在提交…
fill-invalid = 还有 { $count } 处要填写、改正或确认，再提交
fill-not-finalized = 没有提交成功，草稿还在。请再试一次。
fill-pages = 翻页与提交
fill-leave = 返回
fill-language = 表单语言

## 今日与记录

today-no-officer = 请先填写您是谁
today-no-officer-advice = 每条记录都会写上填写人的工号，只需填一次。涉密内容不要录入。
today-set-officer = 去填写
today-waiting = 有 { $count } 条记录待上报
today-go-send = 去上报
today-drafts = 继续填写
today-begin = 新填一份
draft-line = 已填 { $count } 题，{ $at }
draft-discard = 删除
draft-discard-sure = 确定删除？
form-version = 版本 { $version }
begin-no-form = 这份表单读不出来，请到“表单”页重新导入。
begin-officer-changed = 已在另一个页面换人，没有新建草稿。请重新载入本页。
begin-failed = 没能新建草稿，什么也没有改动。请再试一次；若仍不行，请清理本机空间。
read-failed = 读不出本机的数据。数据没有改动，请重新载入本页。
record-line = { $at }，填写人 { $officer }

## 填写时的标记

fill-contents = 目录
fill-check = 检查并提交
fill-questions = 回到填写
question-later = 待补
question-remark = 备注
remark-line = 备注：{ $remark }
draft-gone = 已删除《{ $title }》
draft-gone-advice = 还在回收站里，14 天内可以找回。
draft-undo = 撤销

## 外观

settings-more = 更多设置

## 数额

amount-yi = 合 { $yi } 亿元
amount-doubtful = 合 { $yi } 亿元，请核对单位
code-personal = 这不是信用代码，而像个人证件号：没有保存，请不要填写。
