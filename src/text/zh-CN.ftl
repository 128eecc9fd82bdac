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
nav-conflicts = 待定
nav-dashboard = 看板
nav-fill = 填写
skip-to-content = 跳到正文

## 顶栏

state-online = 在线
state-offline = 离线
state-offline-ready = 离线可用
state-no-officer = 未填写人员
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
storage-unavailable = 浏览器不允许保存数据
storage-unavailable-advice = 请退出无痕模式，或在浏览器设置中允许本网站保存数据，再重新载入。
storage-full = 存储空间已满
storage-full-advice = 已保存的内容都在。请清理本机空间后重新载入。
storage-wiped = 本机保存的数据被清除了
storage-wiped-count = { $unsent ->
    [0] 清除前没有未导出的记录。
   *[other] 清除前有 { $unsent } 条记录尚未导出。
  }
storage-wiped-advice = 通常是有人清理了浏览器数据。已经导出的文件不受影响，可以在“导入”页找回。
storage-wiped-continue = 知道了，重新开始
reload-page = 重新载入

## 尚无内容

not-found = 没有这一页
not-found-advice = 地址可能写错了，或这一页已经不在。
back-to-today = 回到今日

empty-forms = 还没有表单。
empty-records = 还没有记录。
empty-send = 没有待上报的记录。
empty-ledger = 台账里还没有企业。
empty-enterprise = 没有找到这家企业。
empty-conflicts = 没有需要选定的内容。
empty-dashboard = 还没有可以统计的数据。

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
settings-device = 本机
settings-fingerprint = 设备指纹
settings-fingerprint-hint = 台账管理员第一次收到本机的文件时，会核对这串数字。
settings-storage = 存储
settings-persist-promised = 浏览器承诺保留数据，不会自行清除。
settings-persist-best-effort = 空间不足时，浏览器可能清除数据。请把本应用安装到桌面，并经常导出。
settings-persist-unknown = 浏览器没有说明会不会清除数据。请经常导出。
settings-persist-ask = 请求保留数据
settings-used = 已用 { $megabytes } MB

## 关于

about-what = 在现场离线填写，回来汇总成台账。数据保存在本机，只在您导出时才会离开。
about-version = 版本
about-build = 版本校验码
about-build-unknown = 开发版本
about-offline = 离线使用
about-offline-yes = 本版本的全部文件已保存在本机，没有网络也能打开。
about-offline-no = 正在保存离线所需的文件，请保持联网。
about-offline-insecure = 本页不是通过 https 打开的，因此不能离线使用。
about-browser = 浏览器
about-limits = 应当知道
about-limits-host = 网页应用无法防备提供网页的服务器本身。更新只在您点按之后进行；请核对上面的校验码与公布的是否一致。
about-limits-origin = 同一网址下的其他网页能读取和清除这里的数据。请让管理员为本应用使用单独的网址。
about-licence = 许可：MIT 或 Apache-2.0。

## 题目

question-acknowledge = 已阅
question-clear = 清空
question-guidance = 填写说明
question-unsupported = 这类题目暂不能在此填写，可先跳过。
problem-required = 此题必填。
problem-constraint = 答案不符合要求，请核对。
problem-nameless = 这里填的内容将作为台账里的名称，请填写。
problem-choice = 所选项已不在可选范围内，请重选。
problem-type-integer = 请填整数，例如 12。
problem-type-decimal = 请填数字，例如 12.5。
problem-type-date = 请填正确的日期。
problem-type-other = 这样填写无法识别，请核对。
select-choose = 请选择
select-search = 输入名称、拼音首字母或代码
select-empty = 这里还没有可选的内容。
select-no-match = 没有找到，请换个词试试。
select-more = 还有 { $count } 项未显示，请再输入几个字。
select-nothing = — 尚无
place-locate = 获取位置
place-again = 重新获取
place-asking = 正在定位，最多等 15 秒，也可以先填下面的题。
place-failed = 没有取到位置，可以跳过，不影响提交。
place-denied = 浏览器没有允许定位，可以跳过，不影响提交。
place-found = 纬度 { $latitude }，经度 { $longitude }，误差约 { $accuracy } 米
photo-take = 拍照或选择照片
photo-again = 重拍
photo-remove = 删除照片
photo-alt = 已保存的照片
photo-kept = 照片已保存
repeat-add = 再加一项
repeat-remove = 删除此项
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
fill-recovered = 上次意外中断，已恢复到中断前的内容。
fill-recovered-damaged = 上次意外中断，有 { $count } 处未能恢复，请核对已填内容。
fill-page = 第 { $page } 页，共 { $pages } 页
fill-next = 下一页
fill-previous = 上一页
fill-finalize = 提交
fill-finalizing = 正在提交…
fill-invalid = 还有 { $count } 处要填写或改正，改好再提交
fill-not-finalized = 没有提交成功，草稿还在。请再试一次。
fill-pages = 翻页与提交
fill-leave = 返回
fill-language = 表单语言
fill-photo-full = 照片没有存上，请清理本机空间后再试。
fill-photo-too-large = 这张照片太大，最多 { $most } MB。请把相机的清晰度调低一档再拍。
fill-photo-unreadable = 这张照片读不出来，请换一张。

## 今日与记录

today-no-officer = 请先填写您是谁
today-no-officer-advice = 每条记录都会写上填写人的工号，只需填一次。
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
begin-failed = 没能新建草稿，什么也没有改动。请再试一次；若仍不行，请清理本机空间。
read-failed = 读不出本机的数据。数据没有改动，请重新载入本页。
record-line = { $at }，填写人 { $officer }
record-draft = 草稿
record-waiting = 待上报
record-exported = 已导出
record-received = 已接收
record-returned = 退回

## 上报

send-export = 上报导出（{ $count } 条）
send-making = 正在生成文件…
send-not-now = 暂不导出
send-confirm = 我知道了，导出
send-clear-title = 导出的文件没有加密
send-clear-count = 将把 { $count } 条待上报的记录写成文件。
send-clear-meaning = 拿到文件的人都能看到其中的内容。请只交给台账管理员，不要发到群里，也不要放在公用电脑上。
send-files = 内容较多，会分成 { $files } 个文件，请全部交出。
send-not-received = 已导出，不等于已接收。记录仍保存在本机，文件可以再取。
send-unmarked = 数据由更新的版本写入，这里只能查看和导出。文件可以照常使用，但这些记录仍会显示为待上报。
send-safe = 记录都在，没有删除任何内容。请再试一次。
send-failed-nothing = 没有可以导出的记录
send-failed-not-the-same = 这份文件不能原样重做
send-failed-not-the-same-advice = 当时的文件仍然有效，记录也都在本机。请联系管理员，说明是第几批。
send-failed-read = 本机数据没有读出来
send-failed-write = 没有导出成功
send-failed-write-advice = 记录都在，仍是待上报。请清理本机空间后再试一次。
send-failed-make = 文件没有做成
send-failed-make-advice = 记录都在，仍是待上报。请重新载入本页再试；若仍不行，请联系管理员。
send-damaged = 有 { $count } 条记录读不出来
send-damaged-advice = 没有删除任何内容，其余记录可以照常导出。请联系管理员，并保留这台设备上的数据。
send-waiting = 待上报 { $count } 条
send-exported = 已导出
send-go-fill = 去填写
send-record-line = { $form } · { $at } · { $officer }
send-too-large = 这条记录太大，放不进文件。请联系管理员，其余记录不受影响。
send-too-large-badge = 导不出
send-state-made = 还没交出
send-state-handed = 已交出
send-state-received = 已接收
send-export-line = 第 { $seq } 批，{ $count } 条，{ $at }
send-again = 再取文件
send-done = 已交出
send-made = { $files ->
    [1] 文件已生成，请交出
    *[other] 已生成 { $files } 个文件，请逐个交出
  }
send-parcel-line = 第 { $seq } 批，{ $count } 条，{ $kilobytes } KB
send-left-out = 有 { $count } 张照片在本机读不出来，没有放进文件；记录已放进去。
send-handed = 已交给浏览器保存或分享。请确认文件确实到了对方手里。
send-not-handed = 这次没有交出去，请再点一次，或换另一种方式。
send-save = 保存到本机
send-share = 分享

## 导入

import-all = 全部导入（{ $count } 份）
import-choose = 选择上报文件
import-choose-hint = 可一次选多个文件，也可以把文件拖到这里。选好后先核对，再导入。
import-join = 、
import-files = 选来的文件（{ $count }）
import-done = 已导入 { $files } 份文件
import-counted = 新增 { $added } 条，已有 { $known } 条，{ $conflicts ->
    [0] 没有不一致
    *[other] 有 { $conflicts } 处不一致待定
  }。
import-preview = 导入后：新增 { $added } 条，已有 { $known } 条，{ $conflicts ->
    [0] 没有不一致
    *[other] 有 { $conflicts } 处不一致待定
  }。
import-go-ledger = 查看台账
import-go-conflicts = 查看待定
import-missing-title = 有文件还没收到
import-missing = { $device }：缺第 { $numbers } 批
import-missing-advice = 请对方在“上报”页找到这些批次，再取文件发来。已收到的可以先导入。
import-aside = 搁置的文件（{ $count }）
import-aside-hint = 文件原样保存在本机，没有导入台账。
import-aside-line = { $why } · { $at }
import-recall = 重新核对
import-no-forms = 未注明表单
import-held = 第 { $seq } 批 · { $count } 条记录 · { $photos } 个附件 · { $forms } · { $at }
import-sender = 填写人 { $officer } · 设备 { $fingerprint }
import-sender-named = 填写人 { $officer } · { $device }（{ $fingerprint }）
import-already = 已于 { $at } 导入过，不会重复。
import-set-aside-said = 文件已搁置，保存在本机，没有导入。随时可以在下面重新核对。
import-pack = 这是表单包，不是上报文件。请到这一页打开：
import-kept = 没有导入任何内容。文件原样留在下面的“搁置的文件”里。
import-not-read = 没有导入任何内容，文件还在原处。
import-not-kept = 没有导入任何内容。本机也没能留存这份文件，请保留原件。
import-unknown-meaning = 第一次收到这台设备的文件。请与对方“设置”页上的设备指纹逐组核对，一致再信任。
import-revoked-meaning = 这台设备已被停用。除非确认设备已找回，请不要信任。
import-device-name = 给设备起个名字
import-device-name-example = 例如：样例街道 1 号平板
import-trust = 核对一致，信任该设备
import-set-aside = 暂不处理
import-state-reading = 正在核对
import-state-ready = 可以导入
import-state-already = 已导入过
import-state-unknown = 未知设备
import-state-revoked = 已停用的设备
import-state-aside = 已搁置
import-state-refused = 不能导入
import-state-foreign = 不是上报文件
import-state-importing = 正在导入
import-state-imported = 已导入
import-state-failed = 没有完成
import-failed-unreadable = 文件读不出来，可能已被移动或改名。请重新选择。
import-failed-changed = 文件在核对之后变了，没有导入。请重新选择。
import-failed-worker = 核对没有完成，没有导入任何内容。请再试一次；若仍不行，请重新载入本页。
import-failed-database = 本机数据库没有写入，台账保持原样。请再试一次。
import-failed-full = 本机空间不足，没有导入，台账保持原样。请清理空间后再试。
import-failed-read-only = 数据由更新的版本写入，这里不能导入。请先更新本应用。
refused-too-large = 文件太大：{ $megabytes } MB，最多 { $most } MB。
refused-empty = 文件是空的。
refused-truncated-of = 文件不完整：只有 { $have } 字节，应有 { $want } 字节。
refused-truncated = 文件不完整：在第 { $have } 字节处中断。
refused-damaged = 文件内容与校验码不符，已被改动或损坏。
refused-repacked = 压缩包被改动过，或由别的程序重新打包。
refused-signature = 签名不符：不是由文件所写的设备签发。
refused-newer = 文件由更新的版本导出，这个版本读不了。
refused-too-many = 内容超出上限：{ $have }，最多 { $most }。
refused-contents = 文件内容不合格式。
refused-record-too-large = 第 { $place } 条记录超出大小上限，整份文件都没有导入。
refused-record-unreadable = 第 { $place } 条记录不合格式（可能有重复的项），整份文件都没有导入。
refused-record-newer = 第 { $place } 条记录由更新的版本写成，整份文件都没有导入。
refused-record-unusable = 第 { $place } 条记录含有不能使用的名称或编号，整份文件都没有导入。
refused-other-contents = 与已导入的一份文件编号相同，内容却不同。
refused-advice-again = 请对方重新发送这份文件。
refused-advice-original = 请对方发送原来的文件，不要解压后再打包。
refused-advice-update = 请先更新本应用，再导入。
refused-advice-source = 请与对方核对这份文件的来源。
refused-advice-export = 请对方更新应用后重新导出，或联系管理员。
foreign-workbook = 这是电子表格。表单请到“表单”页打开。
foreign-picture = 这是图片。照片请在填写表单时添加。
foreign-archive = 这是压缩包，里面不是上报文件。请选择原来的上报文件。
foreign-sealed = 这是加密文件，这个版本还打不开。
foreign-unknown = 这不是本应用的文件，没有导入任何内容。

## 台账

ledger-name = 企业
ledger-code = 信用代码
ledger-size = 规模
ledger-area = 片区
ledger-last-visit = 最近走访
ledger-open-needs = 未办结
ledger-search = 输入名称、拼音首字母或代码后四位
ledger-count = 共 { $count } 家
ledger-pages = 翻页
ledger-go-import = 去导入
pack-export = 导出下发包
pack-made = 已生成 { $name }。把它交给平板，在“表单”页打开。
pack-not-made = 没能生成下发包，数据没有改动。请再试一次。
pack-not-whole = 表单“{ $form }”的工作簿还没有取到，或读不出来，没有生成下发包。请连上网后再试；仍不行，就在“表单”页重新打开这份表单。
enterprise-back = 返回台账
enterprise-conflicts = 有 { $count } 项两人填得不一样
enterprise-conflicts-advice = 下表先显示其中一个，另一个也列在旁边，都没有丢。
enterprise-other = 另一个值：{ $value }（{ $source }）
enterprise-properties = 台账信息
enterprise-property = 项目
enterprise-value = 内容
enterprise-source = 来源
enterprise-said = { $officer }，{ $at }
enterprise-visits = 走访
enterprise-no-visits = 还没有走访记录。
enterprise-needs = 问题
enterprise-no-needs = 还没有提出问题。
enterprise-need-line = { $raised } 提出，{ $steps }
enterprise-changes = 变更历史
enterprise-change = { $at }，{ $officer }，{ $count } 项
enterprise-records = 来源记录

## 表单与下发包

forms-open = 打开表单文件
forms-open-hint = XLSForm 工作簿（.xlsx 或 .csv）或 XForm 表单（.xml），可连同它引用的文件（.csv、.xml、.geojson）一起选
forms-opened = 已加入：{ $title }
forms-no-workbook = 请选一个表单文件（.xlsx、.csv 或 .xml），并只选一个。
forms-unreadable = 文件读不出来：{ $file }。什么也没有改动。
forms-lost = 文件读不出来：{ $file }。什么也没有改动。它可能已被移动或改名，请重新选择。
forms-worker = 读取时出错或用时太长，什么也没有改动。文件可能已损坏或过大。
forms-not-kept = 没有存上，什么也没有改动。请清理本机空间后再试。
forms-problems = 表单有 { $count } 处要改，暂不能填写
forms-warnings = 表单可以填写，有 { $count } 处提醒
forms-problem-place = 位置
forms-problem-what = 问题
forms-problem-advice = 建议
forms-problems-plain = 没有取到中文说明，先列出英文说明。连上网络后重新打开这个文件，可看到中文。
forms-place-sheet = 工作表 { $sheet }
forms-place-row = 工作表 { $sheet } 第 { $row } 行
forms-place-column = 工作表 { $sheet } { $column } 列
forms-place-cell = 工作表 { $sheet } 第 { $row } 行 { $column } 列
forms-place-line = 第 { $row } 行
forms-place-element = 第 { $row } 行 { $element }
forms-placed = { $place }：{ $what }
forms-reading = 正在读取…
pack-open = 打开下发包
pack-open-hint = 管理员下发的表单和名单
pack-from = 下发包来自设备 { $fingerprint }
pack-from-advice = 请与管理员屏幕“设置”页上的设备指纹核对。一致再导入。
pack-holds = { $forms } 份表单，{ $entities } 条名单，{ $at } 生成
pack-take = 核对一致，导入
pack-leave = 不导入
pack-taken = 已导入 { $forms } 份表单、{ $entities } 条名单。
pack-refused-foreign = 这不是下发包。什么也没有改动。
pack-refused-batch = 这是上报文件，请在“导入”页打开。
pack-refused-damaged = 文件损坏或被改动过，没有导入。请重新获取。
pack-refused-newer = 文件由更新的版本生成，请先更新本应用。
pack-failed = 没有导入成功，什么也没有改动。请再试一次。
enterprise-setting = { $property }：{ $before } → { $after }
list-separator = 、
