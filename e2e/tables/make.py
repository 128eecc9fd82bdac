"""Makes the tables of this folder, as offices keep them: a workbook with merged headings, and a delimited text in GB18030.

They are made once and kept: what other programs write is the point of them. Needs openpyxl (scripts/env.sh names its version).
Every code is made up, or a published example; so are all names and numbers.
"""

import pathlib

from openpyxl import Workbook

here = pathlib.Path(__file__).parent
book = Workbook()
sheet = book.active
sheet.title = "企业台账"
sheet["A1"] = "样例经开区2022年企业台账"
sheet.merge_cells("A1:Q2")
upper = {"A": "序号", "B": "单位\n名称", "C": "统一社会信用代码（税号）", "D": "企业性质", "E": "行业", "F": "所属片区", "G": "地 址",
         "H": "“三有”情况", "L": "经营情况", "N": "联系人", "Q": "成立时间"}
lower = {"H": "有固定经营场所", "I": "场所类型", "J": "有从业人员", "K": "有正常生产经营", "L": "从业人员（人）", "M": "营业收入（元）",
         "N": "姓名", "O": "电话", "P": "身份证号"}
for column, text in upper.items():
    sheet[f"{column}3"] = text
for column, text in lower.items():
    sheet[f"{column}4"] = text
for block in ["H3:K3", "L3:M3", "N3:P3", *(f"{column}3:{column}4" for column in "ABCDEFGQ")]:
    sheet.merge_cells(block)
rows = [
    ["样例纺织有限公司", "91652899MA1DGFB09D", 320, "35,000,000", "张 三", "0996-2000001", "652801199001011234"],
    ["样例机械有限公司", 916528991221571451, 80, 4200000, None, None, None],
    ["样例一厂有限公司", "91350100M000100Y43", 66, 8000000, None, None, None],
    [" 样例 化工（新疆）有限公司", "９１６５２８９９ma1dgfb178", "１２０人", "1.2亿元", None, None, None],
    ["样例纺织厂", "91652899MA1DGFB09D", 300, 30000000, None, None, None],
    ["样例商贸有限公司", "91652899000100000J", 12, 900000, None, None, None],
]
for number, (name, code, staff, revenue, who, phone, person) in enumerate(rows, 1):
    sheet.append([number, name, code, "民营", "纺织业", "第一片区", "样例路 1 号", "√", "租赁", "有", "是", staff, revenue, who, phone, person,
                  "2013.5.20" if number % 2 else 41414])
sheet.append(["合计", None, None, None, None, None, None, None, None, None, None, 898])
# As a spreadsheet program shows it: eighteen digits are more than it keeps.
sheet["C6"].number_format = "0.00000E+00"
book.save(here / "ledger-2022.xlsx")

head = "企业名称,信用代码,企业性质,行业大类,片区,详细地址,固定场所,有无从业人员,正常经营,备注"
line = "{},{},私营,C17 纺织业,一片区,样例路2号,无,有,√,去年台账"
lines = [head, line.format("样例织造有限公司", "91652899MA1DGFB253"), line.format("样例针织有限公司", "9.16529E+17")]
(here / "ledger-2022.csv").write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
