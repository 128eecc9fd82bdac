## 导航

nav-conflicts = 待定

## 尚无内容

not-found-advice = 地址可能写错了，或这一页已经不在。
back-to-today = 回到今日
empty-records = 还没有记录。
empty-send = 没有待上报的记录。
empty-ledger = 台账里还没有内容。
empty-enterprise = 台账里没有找到它。
empty-conflicts = 没有需要选定的内容。
empty-dashboard = 还没有可以统计的数据。

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

place-locate = 获取位置
place-again = 重新获取
place-asking = 正在定位，最多等 15 秒，也可以先填下面的题。
place-failed = 没有取到位置，可以跳过，不影响提交。
place-denied = 浏览器没有允许定位，可以跳过，不影响提交。
place-found = 纬度 { $latitude }，经度 { $longitude }，误差约 { $accuracy } 米
range-none = 尚未选择
range-less = 减少
range-more = 增加
range-star = { $value } 星
rank-none = 尚未排序。用右边的按钮调整先后，或直接采用现在的顺序。
rank-part = 有的选项尚未排序。请调整，或直接采用现在的顺序。
rank-accept = 采用这个顺序
rank-first = 置顶
rank-up = 上移
repeat-remove = 删除此项
repeat-up = 把第 { $count } 项上移
repeat-down = 把第 { $count } 项下移
repeat-removed = 第 { $count } 项已删除
repeat-removed-advice = 10 秒内可以撤销，其中的答案都会回来。
rank-down = 下移
rank-now = { $name }：第 { $place } 位
media-missing = 附件“{ $file }”没有随表单一起提供，这里无法显示。
media-enlarge = 看大图
media-close = 关闭
link-title = 要打开这个链接吗？
link-advice = 链接会在另一页打开，需要联网。已填写的内容都保存在本机。
link-stay = 不打开
link-follow = 打开
photo-take = 拍照或选择照片
photo-take-new = 拍照
photo-again = 重拍
photo-alt = 已保存的照片
photo-kept = 照片已保存
place-late = 没有取到位置，还在继续找。可以跳过，不影响提交。
place-improving = 误差约 { $accuracy } 米，正在变准…
place-use = 就用这个位置
place-skip = 跳过
place-skipped = 已跳过，不影响提交；需要时可以再取。
place-typed = 纬度 { $latitude }，经度 { $longitude }
place-poor = 误差偏大。到开阔处重新获取会更准；不方便也可以就这样。
place-type = 手工输入经纬度
place-latitude = 纬度（北为正）
place-longitude = 经度（东为正）
place-type-hint = 请填 WGS-84 度数，例如 41.72590。高德、百度等地图上抄来的坐标会偏几百米。
place-type-take = 填好了
place-type-wrong = 经纬度不对：纬度在 -90 到 90 之间，经度在 -180 到 180 之间，只写数字。
line-add = 添加当前位置
line-undo = 撤销上一点
line-remove = 删除
line-remove-at = 删除第 { $place } 点
line-needs = 已有 { $have } 个点，至少要 { $least } 个。走到下一处再添加。
line-length = { $count } 个点，长 { $metres } 米
line-area = { $count } 个点，边长共 { $metres } 米，面积 { $area } 平方米
attach-remove = 删除
attach-keeping = 正在保存…
attach-gone = 文件在本机读不出来，请重新添加。
attach-too-large = 这个文件太大，最多 { $most } MB。照片请把相机清晰度调低一档；录音录像请分段或录短一些。
attach-empty = 这个文件是空的，请换一个。
attach-other-kind = 这个文件不是本题要的类型，请换一个。
attach-unreadable = 这个文件读不出来，请换一个。
attach-not-kept = 没有存上，原来的答案没有变。请清理本机空间后再试。
file-choose = 选择文件
file-again = 换一个文件
file-most = 任何类型，最大 { $most } MB
file-named = { $name }（{ $size }）
size-bytes = { $count } 字节
size-kilobytes = { $count } KB
size-megabytes = { $count } MB
record-sound = 开始录音
record-film = 开始录像
record-again = 重新录制
record-opening = 正在打开…
record-choose = 选择已有文件
record-stop = 停止并保存
record-pause = 暂停
record-resume = 继续录
record-running = 正在录制
record-paused = 已暂停
record-room = { $bytes } / { $most } MB
record-most = 最长约 { $minutes } 分钟（{ $most } MB），快满时会自动停下并保存。
record-full = 已到 { $most } MB 上限，自动停下并保存了。
record-kept = 已保存的录制
record-kept-size = 已保存，{ $size }
record-screen = 镜头画面
live-denied-sound = 没有允许使用麦克风。请在浏览器地址栏的设置里允许后再试，或选择已有文件；也可以先填别的题。
live-denied-film = 没有允许使用摄像头。请在浏览器地址栏的设置里允许后再试，或选择已有文件；也可以先填别的题。
live-denied-codes = 没有允许使用摄像头。可以从图片读取，或直接手工输入；想用摄像头，请在浏览器地址栏的设置里允许后再试。
live-missing-sound = 没有找到麦克风。可以选择已有文件，或用别的设备录好再选。
live-missing-film = 没有找到摄像头。可以选择已有文件，或用别的设备录好再选。
live-missing-codes = 没有找到摄像头。可以从图片读取，或直接手工输入。
live-busy = 别的程序正在使用它。请关掉那个程序后再试。
live-no-answer = 15 秒没有反应。如果浏览器在问是否允许，请先点允许，再试一次。
live-unavailable = 这个浏览器在这里用不了它。请选择已有文件，也可以先填别的题。
live-unavailable-codes = 这个浏览器在这里用不了摄像头。可以从图片读取，或直接手工输入。
draw-open = 开始画
draw-again = 重新画
draw-sign = 签名
draw-sign-again = 重新签名
draw-annotate = 在照片上标注
draw-choose = 选择图片代替
draw-pens = 笔
draw-sheet = 在这里用手指、笔或鼠标画
draw-thin = 细
draw-middle = 中
draw-thick = 粗
draw-black = 黑
draw-red = 红
draw-blue = 蓝
draw-green = 绿
draw-done = 画好了
draw-undo = 撤销
draw-clear = 清空
draw-failed = 这个浏览器画不了图。请选择图片代替。
scan-screen = 镜头画面
scan-opening = 正在打开摄像头…
scan-looking = 把码放在画面中间，读到后会自动填上。
scan-late = 还没有读到。离近一点、避开反光；也可以选图片，或直接手工输入。
scan-closed = 一分钟没有读到，已关上摄像头。可以再试，或手工输入。
scan-lamp = 补光灯
scan-picture = 从图片读取
scan-reading = 正在读取…
scan-no-code = 图片里没有读到码。请拍得近一些、正一些，或手工输入。
question-acknowledge = 已阅
scan-open = 扫码
scan-close = 收起扫码
select-choose = 请选择
select-search = 输入名称、拼音首字母或代码
select-no-match = 没有找到，请换个词试试。
select-more = 还有 { $count } 项：再输入几个字，或点这里接着看
select-nothing = — 尚无
select-done = 选好了

## 今日与记录

record-draft = 草稿
record-waiting = 待上报
record-exported = 已导出
record-received = 已接收
record-returned = 退回

## 保管

keep-may-be-cleared = 浏览器可能会清除这里的数据
keep-may-be-cleared-advice = 空间不足时，浏览器可能清除数据；无痕窗口关闭后数据就没有了。请把本应用安装到桌面，并经常导出。
keep-late = 有 { $count } 条记录超过一天没有导出
keep-refused = 浏览器没有答应。安装到桌面或加入书签后可以再请求；这之前请每天导出。
month-typed = 例如 2023-10
backup-title = 备份
backup-hint = 备份文件包含本机上所有草稿和未上报的记录，可以在任何一台设备上恢复。文件没有加密，拿到的人都能看到内容，请妥善保管。
backup-save = 存备份文件
backup-working = 正在处理…
backup-saved = 已备份 { $drafts } 份草稿、{ $records } 条记录
backup-saved-advice = 请把文件拷到别的设备上保存。备份不等于上报，记录仍需导出。
backup-nothing = 没有需要备份的内容：没有草稿，记录都已导出。
backup-not-made = 备份文件没有做成
backup-not-made-advice = 数据都在，没有改动。请再试一次；若仍不行，请重新载入本页。
backup-open = 恢复备份
backup-open-hint = 选择备份文件。已有的内容不会被覆盖，重复恢复也不会多出来。
backup-put-back = 已恢复 { $drafts } 份草稿、{ $records } 条记录
backup-known = 另有 { $known } 项本机已有，没有改动。
backup-copies = 有 { $count } 份草稿在两处都填过：两份都保留了，请核对。
backup-finished = 有 { $count } 份草稿在本机已经提交，没有恢复。
backup-set-aside = 有 { $count } 处内容读不出来，已单独保存，请告诉管理员。
backup-forms-wanted = 有 { $count } 种表单不在本机，相应的草稿要等表单导入后才能打开。
backup-not-ours = 这不是备份文件
backup-newer = 备份由更新的版本写成，请先更新本应用
backup-too-large = 文件太大
backup-truncated = 文件不完整，后面缺了一段
backup-changed = 文件的内容被改动或已损坏
backup-unreadable = 文件读不出来
backup-full = 空间不足，没有恢复
backup-not-written = 没有恢复成功
backup-safe = 没有改动任何内容。请换一份文件，或清理空间后再试。
backup-clear-title = 备份文件没有加密
backup-clear-meaning = 拿到文件的人都能看到全部草稿、待上报的记录和照片。请只存到自己保管的设备或存储卡上，不要发到群里，也不要放在公用电脑上。
backup-not-now = 暂不备份
backup-confirm = 我知道了，备份

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
import-counted = 新增 { $added } 条（其中更新 { $changed } 条），已有 { $known } 条，{ $conflicts ->
    [0] 没有不一致
    *[other] 有 { $conflicts } 处不一致待定
  }。
import-preview = 导入后：新增 { $added } 条（其中更新 { $changed } 条），已有 { $known } 条，{ $conflicts ->
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
import-failed-stopped = 已停止，没有导入任何内容，台账和原来一样。可以重试。
import-list-all = 逐个列出另外 { $count } 个正常的文件
import-together = { $files } 个文件一起：
import-progress = 正在核对第 { $done } 个，共 { $of } 个文件
import-writing = 正在写入台账：要么全部写入，要么一条不写。
import-stop = 停止
import-state-twice = 重复的文件
import-twice = 和“{ $name }”是同一批，只导入一次。
import-log = 导入记录
import-log-line = { $at } · { $files } 个文件
import-log-files = 查看文件
import-log-file = { $name } · { $device } 第 { $seq } 批 · 制作于 { $at }
import-log-more = 还有 { $count } 次，全部显示
import-take-back = 撤销导入
import-take-back-title = 撤销这次导入的 { $files } 个文件？
import-take-back-meaning = 只由这些文件带来的记录会从台账中拿掉，台账变成没有导入过它们的样子。别的文件也带来的记录、本机填写的记录和已撤回同意的删除都保留。原文件还在，可以再次导入。
import-take-back-yes = 撤销导入
import-take-back-no = 保留
import-taken-back = 已撤销：从台账拿掉 { $count } 条记录。
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

ledger-last-visit = 最近走访
ledger-open-needs = 未办结
ledger-search = 输入名称、拼音首字母或代码后四位
ledger-count = 共 { $count } 条
ledger-go-import = 去导入
list-enterprises = 企业
column-name = 名称
column-version = 版本
column-conflicts = 待核
column-updated-at = 更新时间
column-updated-by = 更新人
ledger-found = 找到 { $count } 条，全部 { $of } 条
ledger-filters = 筛选
ledger-columns = 显示列
ledger-usual-columns = 恢复默认列
ledger-views = 视图
ledger-any = 不限
ledger-blank = （空）
ledger-is = ：
ledger-within = { $days } 天以内
ledger-not-within = { $days } 天以内没有
ledger-in-conflict = 只看两人填得不一样的
ledger-remove-filter = 去掉筛选：{ $filter }
ledger-clear = 清除全部
ledger-view-name = 视图名称
ledger-save-view = 保存当前视图
ledger-delete-view = 删除视图“{ $name }”
enterprise-correct = 更正（{ $form }）
enterprise-was = { $value }（{ $source }，{ $form }）
paper-print = 打印台账
paper-internal = 内部资料
paper-title = { $list }台账
paper-printed-on = 打印日期：{ $date }
paper-filled-by = 填表人：
paper-checked-by = 审核人：
paper-date = 日期：
paper-corrected = 已更正
paper-hundred-millions = { $figure } { $unit }（{ $yi } 亿元）
pack-export = 导出下发包
pack-made = 已生成 { $name }。把它交给平板，在“表单”页打开。
pack-not-made = 没能生成下发包，数据没有改动。请再试一次。
pack-not-whole = 表单“{ $form }”的工作簿还没有取到，或读不出来，没有生成下发包。请连上网后再试；仍不行，就在“表单”页重新打开这份表单。
export-title = 导出表格
export-about = 生成的文件不加密，里面可能有联系人和电话，只交给该看的人。数据本身不会改动。
export-open = 导出 Excel
export-contents = 导出什么
export-whole = 整本台账：所有名单和记录
export-list = 名单：{ $name }（{ $count } 条）
export-form = 记录：{ $name }
export-field-list = 名单 { $name }，给表单用（CSV）
export-field-choices = 选项表：{ $name }，给表单用（CSV）
export-format = 文件格式
# 用 | 隔开，依次是四种格式
export-formats = Excel 工作簿（.xlsx）|CSV 文本（.csv）|JSON，一行一条（.jsonl）|GeoJSON，地图用（.geojson）
export-choices = 选项写成
# 用 | 隔开
export-choices-as = 名称和代码各一列|只写名称|只写代码
export-split = 多选题另外每个选项一列，选了是 1，没选是 0
export-bare = 文件给别的程序读：像公式的内容前面不加单引号
export-make = 生成文件
export-working = 正在生成…
export-made = 已生成 { $name }，共 { $count } 条。
export-unreadable = 有 { $count } 条读不出来，没有写进文件，仍留在本机。
export-failed = 没能生成文件，数据没有改动。请再试一次。
export-stopped = 已停止，没有生成文件，数据没有改动。
# 用 | 隔开，依次是企业、走访、问题三个名单
export-lists = 企业台账|走访名单|问题清单
# 用 | 隔开，依次是工作簿里各列和各表的名称（ledger::report::Caption）
export-captions = 记录编号|名称|完成时间|填报人|设备|表单版本|修订|改自|并存版本|行编号|上级编号|序号|其他内容|代码|纬度|经度|海拔|精度|编号|版本|创建时间|更新时间|更新人|待定项|是|备注|备注内容|题目|待补|提示|确认理由|字段说明|工作表|列|字段名|类型|填写说明|选项|选项列表|长文本|单元格|内容
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
record-said = 备注、待补和已确认的提示

## 表单与下发包

forms-open = 打开表单文件
forms-open-hint = XLSForm 工作簿（.xlsx 或 .csv）或 XForm 表单（.xml），可连同它引用的文件（.csv、.xml、.geojson、图片、录音、录像）一起选
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

## 目录与检查

fill-next-open = 下一处未填
fill-page-number = 第 { $page } 页
fill-review = 提交前检查
contents-problem = { $count } 处有误
contents-missing = 必填缺 { $count }
contents-hint = 提示待确认 { $count }
contents-later = 待补 { $count }
contents-empty = 未填
contents-done = 已填好
contents-search = 查找问题
contents-not-found = 没有这样的问题。
review-wrong = 还有 { $count } 处要填写或改正
review-complete = 必填项已填齐
review-nothing = 本页没有填写。
review-hint = 提示待确认：{ $hint }
review-hint-confirmed = 提示：{ $hint } 已确认：{ $reason }
review-missing = 必填，未填
review-file = 已附文件
date-said = { $year }年{ $month }月{ $day }日
due-by = 应于{ $date }前办结
due-by-estimated = 应于{ $date }前办结（估算：缺少{ $year }年节假日表）
due-today = 今日到期 { $count } 件
due-overdue = 逾期 { $count } 件
due-this-week = 本周到期 { $count } 件
due-more = 另有 { $count } 件，请在台账中查看。
due-is-overdue = 逾期
due-is-today = 今日到期
due-is-this-week = 本周到期
due-worked = 已用 { $count } 个工作日
due-visit = 应当走访
due-visit-on = 上次走访时定于{ $date }
raised-title = 由此填写的表
raised-after = 提交后接着填写：{ $name }
raised-draft = 未完成
raised-done = 已办理完毕
record-back = 全部记录
empty-record = 没有找到这条记录。

## 记录与回收站

record-edit = 修改
record-copy = 照此再填
record-edits = 已修改 { $count } 次
bin-title = 回收站
bin-advice = 删除的草稿在这里保留 { $days } 天。
bin-line = 删除于 { $at }
bin-restore = 恢复
enterprise-begin = 为这家企业填写

## 设置

settings-device = 本机
settings-fingerprint = 设备指纹
settings-fingerprint-hint = 台账管理员第一次收到本机的文件时，会核对这串数字。
settings-storage = 存储
settings-persist-promised = 浏览器承诺保留数据，不会自行清除。
settings-persist-best-effort = 空间不足时，浏览器可能清除数据。请把本应用安装到桌面，并经常导出。
settings-persist-unknown = 浏览器没有说明会不会清除数据。请经常导出。
settings-persist-ask = 请求保留数据
settings-used = 已用 { $megabytes } MB

## 填写

fill-full-advice = 空间已满，刚填的内容还没有存上，请不要关闭本页。有 { $unsent } 条记录未导出：请导出后清理本机空间，或先另存一份。
fill-room-advice = 空间将满：照片存不下，文字照常保存。有 { $unsent } 条记录未导出，请尽快导出。
fill-save-copy = 另存一份

## 填写时的标记

remark-hint = 例如：问财务
warning-title = 提示
warning-plain = 这个答案少见，请核对。
warning-open = 待确认：有误请改正；确实如此，请选或写一个原因
warning-confirmed = 已确认：{ $reason }
warning-reason-checked = 已核实无误
warning-reason-enterprise = 企业确认属实
warning-reason-special = 情况特殊
warning-other = 其他原因（写明即为确认）

## 外观

look-theme = 显示
look-light = 标准
look-outdoor = 户外（强光）
look-dark = 夜间
look-size = 字号
look-small = 小
look-standard = 标准
look-large = 大
look-huge = 特大

## 数据库打不开

storage-broken-apart = 另建一份，继续填写
storage-rescue = 存救援文件

## 日历

date-time-said = { $date } { $time }
day-placeholder = 年-月-日
day-forms = 看不懂这个日期。可以写 2023-10-31、2023.10.31、2023/10/31、2023年10月31日 或 20231031。
day-kept = 原来的{ $day }没有变。
day-time = 时间
calendar-open = 日历
calendar-shut = 收起
calendar-title = 选择日期
calendar-month = { $year }年{ $month }月
calendar-month-before = 上一月
calendar-month-after = 下一月
calendar-year-before = 上一年
calendar-year-after = 下一年
calendar-today = 今天
calendar-off = 休
calendar-worked = 班
calendar-missing-year = 缺少{ $year }年节假日表，休、班以通知为准。
weekday-monday = 星期一
weekday-tuesday = 星期二
weekday-wednesday = 星期三
weekday-thursday = 星期四
weekday-friday = 星期五
weekday-saturday = 星期六
weekday-sunday = 星期日

## 撤回同意

withdraw-open = 撤回同意
withdraw-title = 撤回同意：将删除这些内容
withdraw-lead = 确认后立即从本机删除，找不回来，备份也不能恢复。下次导出后，导入它的电脑同样删除。
withdraw-answers = 本记录的回答
withdraw-also = 同时删除
withdraw-records = 其他 { $count } 条写到同一对象的记录
withdraw-entities = 名单中的 { $count } 项，及其全部历史
withdraw-draft = 草稿：{ $title }
withdraw-files = { $count } 个照片或文件
withdraw-kept = 作为证明保留
withdraw-kept-always = 记录编号、撤回的时间、经办人和理由
withdraw-reason = 理由（可以不填）
withdraw-confirm = 撤回并删除
withdraw-cancel = 暂不撤回
withdraw-working = 正在删除…
withdraw-already = 这条记录已经撤回过了。
withdraw-nothing = 本机上没有这条记录，没有删除任何内容。
withdraw-failed = 没有删除成功，内容仍在原处，请再试一次。
erased-title = 已撤回同意的记录
erased-said = { $at } 由 { $officer } 撤回同意，个人信息已删除
erased-reason = 理由：{ $reason }
import-erased = 另有 { $count } 条已撤回同意，不再取回。
backup-erased = 有 { $count } 项已撤回同意，没有恢复。

## 共用平板

officers-title = 填写人员
officers-share = 几个人共用这台平板
officers-open = 管理填写人员
officers-hint = 几个人可以轮流用这台平板，各人的草稿和记录分开显示。这里没有密码：分开是为了不混淆，并不上锁，拿到平板的人都能换人。
officers-none = 还没有填写人员。
officers-code = 工号 { $code }
officers-chosen = 正在填写
officers-choose = 换成{ $name }
officers-correct = 更正
officers-remove = 移除
officers-remove-sure = 确定移除？
officers-add = 添加人员
officers-back = 不改了
officers-switch = 换人
officers-now = 现在填写：{ $name }（工号 { $code }）
officers-others = 另有 { $what }属于其他人员，换人后可见。
officers-and = 、
officers-drafts = { $count } 份草稿
officers-records = { $count } 条记录
officers-binned = 回收站里 { $count } 份草稿
officers-waiting = { $count } 条未上报的记录
officers-exported = { $count } 条已导出、还没有回执的记录
officers-holds = 不能移除：此人还有 { $what }。什么也没有改动。
officers-whose = 这是{ $name }的
officers-whose-advice = 没有打开，内容都在。要接着填，请先换人。
officers-no-name = 请填写姓名。什么也没有改动。
officers-no-code = 请填写工号。什么也没有改动。
officers-too-long = 太长了：姓名、工号、单位各不超过 { $most } 个字。什么也没有改动。
officers-code-taken = 这个工号是{ $name }的。请核对工号。
officers-same-twice = 已经有这个人了：姓名和工号都相同。
officers-remove-chosen = 此人正在填写，请先换人再移除。
officers-changed-elsewhere = 人员已在另一个页面改动，请看过再试一次。
officers-not-saved = 有页面未能保存，没有换人。请先处理该页面的红色提示，再试一次。
send-others = 其中 { $count } 条属于其他人员，会一起导出，这里不列出。

## 决定、待办清单、审核

decide-group = { $property }：{ $count } 处不一致
decide-label = 名称
decide-all = 这一项全部按同一办法选
decide-all-later = 全部选较晚填的
decide-all-officer = 选 { $officer } 填的（{ $count } 处）
decide-before = 原值：{ $value }
decide-blank = （空）
decide-other = 都不对，另填
decide-reason = 理由
decide-reason-other = 或写下其他理由
decide-reason-enterprise = 企业电话确认
decide-reason-licence = 以证照为准
decide-reason-later = 以较晚一次走访为准
decide-reason-mistyped = 填写笔误
decide-write = 写下所选 { $count } 项
decide-working = 正在写下…
decide-hint = 未选的留着，以后再定。决定连同理由记入历史，没有选的值也留在历史中，并随下一次导出送到其他协调人。
decided = 已写下 { $count } 个决定，待导出。
decide-moved = 刚有新的内容进来，这里已换成最新的。什么也没有写下，请再看一遍。
decide-nothing = 还没有选任何值。
decide-no-reason = 请先选一个理由，或写下理由。什么也没有写下。
decide-failed = 没有写成，内容都在原处，请再试一次。
enterprise-decided = { $officer } { $at } 决定：{ $reason }
enterprise-decided-why = 决定，理由：{ $reason }
decision-title = 决定
decision-of = 决定：{ $title }
decision-reviewed = 审核一条记录
ledger-conflicts = 待定（{ $count }）
work-title = 待办清单
work-duplicates = 可能重复（{ $count }）
work-duplicates-advice = 请逐家核对，这里不会自动合并。
work-same-code = 信用代码相同
work-same-name = 名称相同
work-near-name = 名称只差一个字
work-faulty-codes = 信用代码有误（{ $count }）
work-missing-codes = 缺信用代码（{ $count }）
work-stale = { $months } 个月未更新（{ $count }）
work-months = { $count } 个月
work-months-label = 多久未更新
work-updated-on = 最近更新：{ $day }
work-nothing = 没有。
work-fault-length = 不是18位
work-fault-letter = 有代码中没有的字符
work-fault-region = 地区部分不是数字
work-fault-check = 校验位不符
work-fault-old-number = 旧15位注册号
verdict-title = 审核记录
verdict-advice = 审核不改动记录。退回要写理由；记录改过之后重新待审。
verdict-pending = 待审
verdict-approved = 已审
verdict-returned = 退回
verdict-disputed = 审核意见不一
verdict-nothing = 没有这样的记录。
verdict-pick = 选中 { $title }
verdict-pick-all = 选中以上 { $count } 条
verdict-approve-many = 通过所选 { $count } 条
verdict-more = 还有 { $count } 条
verdict-one = 审核
verdict-return = 退回
verdict-approve = 通过
verdict-given = 已写下 { $count } 条审核，待导出。
verdict-said = { $verdict }：{ $officer }，{ $at }。{ $reason }
verdict-earlier = 改动之前 { $said }
verdict-reason-incomplete = 内容不完整
verdict-reason-wrong = 数据有误
verdict-reason-photo = 缺少照片或附件
