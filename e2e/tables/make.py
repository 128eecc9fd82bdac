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


def monthly(path, changed):
    """What a higher office sends each month: two rows free, a sum below them, another sheet that reads it."""
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Border, Font, PatternFill, Side
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = "月报 表"
    sheet.merge_cells("A1:J1")
    sheet["A1"] = "非公企业情况月报表"
    sheet["A1"].font = Font(name="方正小标宋简体", size=22)
    sheet["A2"] = "填报单位："
    upper = {"A": "序号", "B": "企业基本情况", "D": "企业性质", "E": "从业人员（人）", "F": "营业收入（元）", "G": "占比", "H": "成立时间",
             "I": "园区党工委联系人" if changed else "身份证号", "J": "登记状态" if changed else "备注栏"}
    for column, text in upper.items():
        sheet[f"{column}3"] = text
    sheet["B4"], sheet["C4"] = "单位名称", "税号"
    for block in ["B3:C3", *(f"{column}3:{column}4" for column in "ADEFGHIJ")]:
        sheet.merge_cells(block)
    line = Side(style="thin")
    for row in (5, 6):
        for column in range(1, 11):
            cell = sheet.cell(row, column)
            cell.border = Border(left=line, right=line, top=line, bottom=line)
            cell.font = Font(name="仿宋", size=12)
        sheet.cell(row, 1, row - 4)
        sheet.cell(row, 6).number_format = "#,##0.00"
        sheet.cell(row, 7, f"=F{row}/$F$7").number_format = "0.0%"
        sheet.cell(row, 8).number_format = 'yyyy"年"m"月"d"日"'
        sheet.row_dimensions[row].height = 24
    sheet.merge_cells("A7:D7")
    sheet["A7"], sheet["E7"], sheet["F7"] = "合计", "=SUM(E5:E6)", "=SUM(F5:F6)"
    sheet["A9"], sheet["H9"] = "审核人：", "填表人："
    check = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    check.add("E5:E6")
    sheet.add_data_validation(check)
    sheet.conditional_formatting.add("E5:E6", CellIsRule(operator="greaterThan", formula=["300"], fill=PatternFill("solid", bgColor="FFFF00")))
    for column, width in zip("ABCDEFGHIJ", (6, 32, 24, 12, 12, 18, 8, 18, 20, 14)):
        sheet.column_dimensions[column].width = width
    sheet.print_area, sheet.freeze_panes = "A1:J9", "C5"
    book.create_sheet("汇总")["A1"] = "='月报 表'!E7"
    book.save(path)


monthly(here / "monthly.xlsx", changed=False)
monthly(here / "monthly-changed.xlsx", changed=True)
# monthly-libreoffice.xlsx is the first of them as LibreOffice 7.4 saves it: soffice --convert-to xlsx monthly.xlsx
