## 读不了的文件

problem-file-not-a-workbook = 这既不是 .xlsx 工作簿，也不是 XForm 表单（.xml）。如果是工作簿，请用表格软件打开它，另存为 .xlsx 后再试。
problem-file-old-workbook = 这是旧格式的工作簿（.xls）。请用表格软件打开它，另存为 .xlsx 后再试。
problem-file-binary-workbook = 这是二进制格式的工作簿（.xlsb）。请用表格软件打开它，另存为 .xlsx 后再试。
problem-file-open-document = 这是 OpenDocument 表格（.ods）。请用表格软件打开它，另存为 .xlsx 后再试。
problem-file-locked = 工作簿设了密码。请用表格软件打开它，去掉密码，保存后再试。
problem-file-damaged = 文件已损坏（{ $part }）。请重新获取；如果表格软件能打开它，另存一份再试。
problem-file-unusual = 这个文件不像是表格软件存出来的，为安全起见没有读取。请向发来文件的人核对；如果表格软件能打开它，另存一份再试。
problem-file-encoding-unread = 第 { $row } 行的文字不是 UTF-8 编码。请用表格软件打开它，另存为“CSV UTF-8”后再试。
problem-file-not-items = 第 { $row } 项里的“{ $element }”放不进表格。请让每一项（item）下面只有一层内容，名称不重复。
problem-file-not-features = 这不是 GeoJSON 的要素集合（FeatureCollection）。请在地图软件里重新导出。
problem-file-geometry-unread = 第 { $row } 个要素的图形“{ $kind }”不能使用。只能用点、线和没有空洞的面。
problem-file-too-large = 文件超过 { $megabytes } MB。请删去用不到的内容，再试一次。
problem-file-unpacked-too-large = 文件里的内容超过 { $megabytes } MB。请删去用不到的内容，再试一次。
problem-file-sheets-too-many = 工作表超过 { $limit } 张。请删去用不到的工作表。
problem-file-rows-too-many = 行数超过 { $limit }。请删去用不到的行，包括末尾的空行。
problem-file-columns-too-many = 列数超过 { $limit }。请删去用不到的列，包括右侧的空列。
problem-file-cells-too-many = 有内容的单元格超过 { $limit } 个。请删去用不到的内容。
problem-file-cell-too-long = 一个单元格里超过 { $limit } 个字符。请缩短其中的内容。

## 表单文档

problem-document-type = 文档声明了文档类型（DOCTYPE）。表单用不着它，为安全起见没有读取。请删去那一行后再试。
problem-document-encoding = 文档的文字不是 UTF-8 编码。请存为 UTF-8 后再试。
problem-document-entity = “&{ $name };”不是 XML 认识的字符。请直接写那个字符。
problem-document-malformed = 文档不是正确的 XML（{ $reason }）。请从发布的地方重新下载表单。
problem-document-cut = 文档没有写完就断了。请从发布的地方重新下载表单。
problem-document-too-deep = 元素套了超过 { $limit } 层。表单用不着这么多，为安全起见没有读取。
problem-document-too-large = 文档里的元素超过 { $limit } 个。请把长的名单放到表单旁边的文件里。
problem-actions-too-many = 表单里设置内容的动作超过 { $limit } 个。请拆成几张表。
problem-languages-too-many = 表单的语言超过 { $limit } 种。请去掉用不到的。
problem-choices-too-many = 名单里的选项超过 { $limit } 个。请把长的名单放到表单旁边的文件里。
problem-not-a-form = 这不是 XForm 表单：应当是 html 元素，head 里有 model，后面有 body。请下载表单本身，不要下载记录或清单。
problem-no-instance = model 里没有 instance，没有可填的内容。请从发布的地方重新下载表单。
problem-language-twice = 语言“{ $language }”声明了两次，只用第一次的。请合成一个。
problem-text-unknown = itext 里没有编号为“{ $id }”的文字。请补上，或改正编号。
problem-control-unknown = 这里不认识“{ $name }”，已略去。
problem-control-twice = “{ $path }”问了两次，只用第一次的。请删去另一个。
problem-control-on-group = “{ $name }”里面还有节点，不能填写。请用 group 或 repeat。
problem-group-without-node = 这个组没有写明节点（ref），它的标题和样式已略去。请在 instance 里给它一个节点。
problem-reference-missing = “{ $name }”没有写明是哪个节点。请补上 ref 或 nodeset。
problem-path-invalid = “{ $path }”不是指向节点的简单路径，例如 /data/name。
problem-path-unknown = instance 里没有节点“{ $path }”。请改正路径，或补上节点。
problem-repeat-prefilled = 重复组“{ $name }”在 instance 里出现了几次。填写时从一个开始，其余的请在填写时添加。
problem-event-unknown = 事件“{ $event }”在这里不会设置内容，这个动作已略去。
problem-itemset-invalid = “{ $text }”不是这里能提供的选项名单。请用 instance('名单')/root/item 或重复组的路径。
problem-instance-without-id = 这份名单没有 id，无法查找。请给它一个。
problem-instance-shape = 名单“{ $name }”里有的部分不是一行行的字段，无法查找。请让每一行的每个字段是一个元素。
problem-model-unused = 一个表单只有一个模型（文档中的第一个），这一个不会使用。请把其中的内容移到第一个模型里。
problem-submission-unused = 文档里写的提交地址在这里不使用：记录成批离开本机。

## 工作表和列

problem-no-survey-sheet = 没有名为 survey 的工作表。请把写题目的工作表改名为 survey。
problem-no-choices-sheet = 没有名为 choices 的工作表。选择题的选项要写在 choices 工作表里。
problem-no-external-choices-sheet = 没有名为 external_choices 的工作表。select_one_external 的选项要写在这个工作表里。
problem-sheet-misspelt = 工作表“{ $sheet }”没有读取。如果本意是“{ $meant }”，请改名。
problem-sheet-unread = 工作表“{ $sheet }”保留，但这里用不到。
problem-column-missing = 缺少“{ $column }”列。请在首行加上这一列。
problem-column-twice = “{ $first }”列与“{ $second }”列含义相同。请只留一列。
problem-column-spaced-twice = “{ $column }”列出现了两次，只差空格。以后面填了的为准；请只留一列。
problem-column-unknown = 不认识“{ $column }”列，内容保留但不起作用。请核对列名。
problem-column-not-allowed = 这张工作表不能有“{ $column }”列。请改正列名，或删去这一列。
problem-column-name-invalid = 列名“{ $column }”含有空格，这一列没有读取。请去掉空格。
problem-column-divided = “{ $column }”列不能用“::”再分。请只写列名。
problem-cell-error = 单元格里是公式错误 { $text }。请改正公式，或直接填入内容。
problem-language-incomplete = 语言“{ $language }”缺少这些列：{ $columns }。请补上。
problem-language-without-code = 语言“{ $language }”没有注明代码。请在括号里写上，例如“中文 (zh)”。

## 题目

problem-type-missing = 这一行有名称或标题，却没有题型。请填写 type 列。
problem-type-unknown = 没有题型“{ $kind }”。请核对 type 列的写法。
problem-type-outdated = 题型“{ $kind }”在多数设备上取不到内容。建议删去这一行。
problem-row-skipped = 这一行没有题型、名称和标题，已跳过。
problem-disabled-outdated = disabled 列已不再使用。请改用 relevant 列设定何时显示。
problem-name-missing = 这一行没有名称。请填写 name 列。
problem-name-invalid = “{ $name }”不能用作名称。请以字母、汉字或下划线开头，不要有空格和其他符号。
problem-name-twice = 同一组里有两个“{ $name }”。请改掉其中一个名称。
problem-name-twice-but-for-case = “{ $name }”与另一个名称只有大小写不同，容易混淆。建议改名。
problem-name-reserved = “{ $name }”是保留的名称。请换一个名称。
problem-repeat-name-twice = 有两个重复组都叫“{ $name }”。请改掉其中一个名称。
problem-repeat-named-as-root = 重复组“{ $name }”与整份表单的名称相同。请给重复组换一个名称。
problem-repeat-without-label = 重复组“{ $name }”没有标题。建议填写 label 列，让填写人知道在加什么。
problem-external-in-repeat = “{ $name }”这个文件不能直接写在重复组里。请移到重复组外面。
problem-audit-name = audit 这一行的名称只能是 audit。请改正，或把 name 列留空。
problem-end-without-begin = 这里的“end { $kind }”没有与之对应的“begin { $kind }”。请补上开头，或删去这一行。
problem-begin-without-end = “{ $name }”的“begin { $kind }”没有结束。请在它最后一题之后加一行“end { $kind }”。
problem-loop-text = 循环里的“{ $text }”用了单个 %。请写成 %(name)s 或 %(label)s 来代入选项；要显示百分号，请写两个 %%。
problem-groups-too-deep = 分组套得超过 { $limit } 层。请减少层数。
problem-nodes-too-many = 表单的题目和分组超过 { $limit } 个（循环按每个选项各算一次）。请拆成几个表单。
problem-paths-too-long = 题目及其所在分组的名称合计超过 { $megabytes } MB。请把名称改短。
problem-texts-too-many = 所有行乘以所有语言超过 { $limit } 条文字。请删去一些语言或行。
problem-loop-without-list = 循环没有写明用哪个选项表。请写成“begin loop over 选项表名称”。
problem-label-missing = “{ $name }”没有标题，也没有提示。请填写 label 列或 hint 列。
problem-big-image-without-image = “{ $name }”有大图（big-image），却没有图片（image）。请补上 image 列。
problem-media-unknown = 不能使用“{ $kind }”这种媒体。可用图片（image）、大图（big-image）、声音（audio）和视频（video）。
problem-calculation-missing = “{ $name }”是计算项，却没有算式。请填写 calculation 列。
problem-calculation-not-allowed = “{ $name }”不能带算式。请清空 calculation 列。
problem-trigger-missing = “{ $name }”要由另一题触发。请在 trigger 列写上那一题，例如 ${"{"}题目名称{"}"}。
problem-trigger-invalid = “{ $text }”不是题目的引用。请写成 ${"{"}题目名称{"}"}，有多个时用逗号隔开。
problem-trigger-not-visible = “{ $name }”不显示给填写人，不能用来触发。请换成一道显示出来的题。
problem-appearance-unknown = 不认识 appearance“{ $word }”，保留但不起作用。请核对写法。
problem-appearance-not-shown = appearance“{ $word }”在这里没有专门的样子，题目照常显示。
problem-max-pixels-advised = 没有限定照片大小。建议在 parameters 列写上 max-pixels=1600，文件会小很多。

## 引用和算式

problem-reference-invalid = “{ $text }”不是正确的引用。请写成 ${"{"}题目名称{"}"}。
problem-reference-unknown = 没有名为“{ $name }”的题目。请核对名称，包括大小写。
problem-reference-ambiguous = 名为“{ $name }”的题目不止一个，分不清指哪个。请改成不同的名称。
problem-expression-value-missing = 算式在“{ $near }”处少了一个值或引用。请补上；括号、逗号和引号要用半角。
problem-expression-operator-missing = 算式里的“{ $near }”与前面接不上。请补上运算符，或删去多余的内容；括号、引号和运算符要用半角。
problem-expression-bracket-missing = 算式在“{ $near }”处少了右括号 )。请补上。
problem-expression-comma-missing = 算式在“{ $near }”处少了逗号或右括号 )。请补上；逗号和括号要用半角。
problem-expression-square-bracket-missing = 算式在“{ $near }”处少了右方括号 ]。请补上。
problem-expression-quote-missing = 算式里从“{ $near }”开始的引号没有结束。请补上另一个半角引号。
problem-expression-axis-unknown = 算式里没有“{ $name }::”这种写法。请核对，或改用题目的引用。
problem-expression-variable = 算式在“{ $near }”处用了变量，这里没有变量。引用题目请写成 ${"{"}题目名称{"}"}。
problem-expression-too-deep = 算式里的括号超过 { $limit } 层。请拆成几个计算项。
problem-expression-too-long = 算式超过 { $limit } 个字符。请拆成几个计算项。
problem-expressions-too-long = 表单里的算式合计超过 { $limit } 个字符。请拆成几个表单。
problem-mentions-too-many = 算式引用题目超过 { $limit } 次。请直接写题目名称，不要用 // 和 *，或拆成几个表单。
problem-function-unknown = 没有函数“{ $name }”。请核对写法。
problem-function-arguments = 函数“{ $name }”不能带 { $given } 个参数。请核对括号里的内容。
problem-pattern-invalid = 匹配式“{ $pattern }”写法有误。请检查括号和反斜杠是否完整。
problem-pattern-looks-around = 匹配式“{ $pattern }”用了前后查看（如 (?=…)），这里不能使用。请拆成几个条件，用 and 连起来。
problem-pattern-refers-back = 匹配式“{ $pattern }”用了反向引用（如 \1），这里不能使用。请换一种写法。
problem-pattern-too-large = 匹配式“{ $pattern }”太复杂。请减少其中的重复次数。
problem-pattern-too-long = 匹配式超过 { $limit } 个字符。请缩短，或拆成几个条件。
problem-cycle = 这几项互相依赖，算不出结果：{ $chain }。请去掉其中一个引用。

## 选项和文件

problem-list-unknown = 没有选项表“{ $list }”。请核对名称，或在 choices 工作表里加上。
problem-list-empty = 选项表“{ $list }”里没有选项。请至少加一项。
problem-no-choices = 标题行下面没有选项。请在第 2 行起填写选项。
problem-choice-list-missing = 这个选项不属于任何选项表。请填写 list_name 列。
problem-choices-of-document = 只有 .xlsx 表单的选项能这样取出和放回。请改原来的表单文件，再打开它。
problem-cell-formula = 这个单元格由公式算出，不能写成别的。请在表单文件里把公式改成文字。
problem-choice-name-missing = 这个选项没有名称。请填写 name 列。
problem-choice-label-missing = 这个选项没有标题。建议填写 label 列，否则填写人看不到文字。
problem-choice-twice = 选项“{ $name }”在同一选项表里出现了两次。请删去一个，或改名。
problem-choice-name-with-space = 选项表“{ $list }”里的“{ $name }”含有空格，不能用于多选题。请去掉 name 列里的空格。
problem-filter-with-other = 带 or_other 的题不能筛选选项。请去掉 or_other，或清空 choice_filter 列。
problem-filter-in-table-list = table-list 里的题不能筛选选项。请清空 choice_filter 列，或去掉 table-list。
problem-filter-missing = select_one_external 要配合筛选使用。请填写 choice_filter 列，或改用 select_one。
problem-other-with-languages = or_other 自动加上的文字只有英文。建议自己加一个“其他”选项和一道说明题。
problem-table-list-mixed = 同一个 table-list 里用了两个选项表：“{ $first }”和“{ $second }”。请只用一个。
problem-table-list-from-elsewhere = “{ $name }”的选项来自文件或其他题，不能放进 table-list。请去掉 table-list，或改用 choices 工作表。
problem-file-name-invalid = 文件名“{ $file }”不对。文件名要以 .csv、.xml 或 .geojson 结尾，前面不要再有点。
problem-file-missing = 没有附上文件“{ $file }”。请把它和工作簿一起选上。
problem-file-column-missing = 文件“{ $file }”里没有“{ $column }”列。请核对文件的首行。
problem-file-kind-unread = 不能读取“{ $file }”这类文件，其中的内容用不上。请改成 .csv、.xml 或 .geojson。
problem-instance-twice = 有两个不同的选项表或文件都叫“{ $name }”。请改掉其中一个名称。
problem-instance-unknown = 没有名为“{ $name }”的选项表或文件。请核对名称。
problem-search-with-file = “{ $name }”的选项来自文件，不能再用 search()。请去掉 appearance 列里的 search()。
problem-search-shares-list = “{ $name }”用了 search()，而别的题也用选项表“{ $list }”，却没有用。请为它另建一个选项表。
problem-search-unsupported = 这里不运行“{ $name }”的 search()，会列出选项表里的全部选项。建议改用 choice_filter 列。

## 参数

problem-parameters-invalid = “{ $text }”的写法不对。参数要写成“名称=值”，有多个时用空格隔开。
problem-parameter-unknown = 这种题没有参数“{ $name }”。请核对，或删去它。
problem-parameter-value = 参数“{ $name }”的值不能是“{ $value }”。请改正。
problem-parameter-not-number = 参数“{ $name }”要填数字。
problem-parameter-needs = 参数“{ $name }”要与“{ $needed }”一起用。请补上，或删去它。
problem-parameter-appearance = 参数“{ $name }”不适用于现在的 appearance。请删去其中一个。
problem-geometry-unknown = “{ $name }”不是带有位置的选项表、文件或重复组。请核对名称。
problem-range-zero = 参数“{ $name }”不能是 0。请填大于 0 的数。
problem-range-too-large = 参数“{ $name }”比整个范围还大。请改小，或扩大 start 到 end 的范围。
problem-range-not-on-step = “{ $name }”没有落在刻度上。请改成从 start 起按步长能取到的值。
problem-range-outside = “{ $name }”超出了 start 到 end 的范围。请改正。
problem-range-labels-not-numbers = 选项表“{ $list }”用作刻度文字，name 列要都是数字。
problem-range-labels-not-ends = 不显示刻度时，只有两端可以带文字。请只在选项表“{ $list }”里留下两端的值。

## 设置

problem-setting-twice = 设置“{ $first }”与“{ $second }”含义相同。请只留一个。
problem-setting-unused = 设置“{ $name }”保留，但在这里不起作用。
problem-form-id-missing = 表单没有编号。请在 settings 工作表填写 form_id。
problem-instance-id-needed = 设了加密的表单不能省去记录编号。请删去 omit_instanceID。
problem-encryption-unsupported = 这里不使用表单自带的加密（public_key），填写的内容不会按它加密。

## 名单

problem-entity-list-missing = 没有写名单的名称。请填写 list_name 列。
problem-entity-list-invalid = “{ $list }”不能用作名单的名称。请以字母、汉字或下划线开头，不要有点和空格，也不要以两个下划线开头。
problem-entity-list-twice = 名单“{ $list }”写了两次。请只留一行。
problem-entity-needs-label = 要往名单“{ $list }”里新增，就要写明显示的名称。请填写 label 列。
problem-entity-needs-id = 要更新名单“{ $list }”，就要写明更新哪一条。请填写 entity_id 列。
problem-entity-needs-update-if = 名单“{ $list }”既新增又更新，要写明什么时候更新。请填写 update_if 列。
problem-entity-place-taken = 名单“{ $list }”所在的组或重复组已被第 { $row } 行的名单占用。请把题目分到不同的组。
problem-entity-places-differ = 名单“{ $list }”的内容来自“{ $first }”和“{ $second }”，两处不在同一个重复组里。请放到一起。
problem-save-to-without-entity = 用了 save_to，却没有写存到哪个名单。请在 entities 工作表里加上。
problem-save-to-on-group = 组和重复组不能存进名单。请清空 save_to 列，改写在题目那一行。
problem-save-to-invalid = “{ $property }”不能用作名单的项目名称。请以字母、汉字或下划线开头，不要有空格和其他符号。
problem-save-to-reserved = “{ $property }”是保留的项目名称。请换一个。
problem-save-to-twice = 项目“{ $property }”在第 { $row } 行已经存过。请改名，或清空一处 save_to。
problem-save-to-list-unknown = entities 工作表里没有名单“{ $list }”。请核对名称。
problem-personal-without-rule = “{ $property }”像是个人信息，但没有规定保存多久：到期了不会提醒，也不会删除。联系人请用 contact_name、contact_role、contact_phone 存在企业或社会组织名单里；登记人的表单请算出 keep_until；不需要的就不要收集。
problem-save-to-needs-list = 有几个名单时，save_to 要写明存到哪个。请写成“名单名称#项目名称”。

## 建议

advice-nearest = 是不是要写“{ $names }”？
advice-accepted = 这里可以写：{ $names }
