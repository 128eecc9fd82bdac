"""Makes what LibreOffice writes: this folder's ledger as OUT/ledger-2022.xlsx and .csv (GB18030), TEMPLATE filled, a form.

    /usr/bin/python3 e2e/tables/office.py TEMPLATE OUT

TEMPLATE is what the import page hands out. It is opened, filled and kept by LibreOffice itself; where a column has a
drop-down, only what LibreOffice finds in it is filled in. The files are made once and kept beside this script: they are
somebody else's, and that is the point of them. Needs LibreOffice Calc with its Python (Debian: libreoffice-calc-nogui,
python3-uno).
"""

import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

here = pathlib.Path(__file__).parent.resolve()
template, out = (pathlib.Path(given).resolve() for given in sys.argv[1:])
WORKBOOK = "Calc MS Excel 2007 XML"
# Separator, quote, 85 for GB18030, first line; what is shown is not what is kept.
DELIMITED = "44,34,85,1,,0,false,true"
ROWS = [
    {"企业名称": "样例织布有限公司", "统一社会信用代码": "91652899MA1DGFB33X", "经济类型": "民营（私营）", "行业门类": "C 制造业",
     "行业大类": "C17 纺织业", "所属片区": "第二片区", "经营地址": "样例路 7 号", "有固定经营场所": "是", "场所类型": "自有土地厂房",
     "有从业人员": "是", "有正常生产经营": "是", "从业人员期末人数": 45, "上年营业收入": 1234.5, "成立日期": "2015-06-01"},
    {"企业名称": "样例印染有限公司", "统一社会信用代码": "91652899MA1DGFB41Q", "经济类型": "集体", "行业门类": "C 制造业",
     "行业大类": "C17 纺织业", "所属片区": "第三片区", "经营地址": "样例路 9 号", "有固定经营场所": "否",
     "有从业人员": "是", "有正常生产经营": "否", "从业人员期末人数": 8},
]

FORM = {
    "survey": [
        ["type", "name", "label::中文 (zh)", "label::English (en)", "relevant", "constraint", "constraint_message::中文 (zh)"],
        ["select_one state", "state", "厂区情况", "State of the site", "", "", ""],
        ["integer", "staff", "在岗人数", "Staff on site", "${state} = 'open'", ". >= 0 and . < 5000", "0 到 4999"],
        ["date", "since", "停产日期", "Shut since", "${state} = 'shut'", "", ""],
        ["calculate", "double", "", "", "", "", ""],
        ["note", "told", "两倍是 ${double}", "Twice that is ${double}", "${staff} > 0", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::中文 (zh)", "label::English (en)"],
        ["state", "open", "开工", "Open"],
        ["state", "shut", "停产", "Shut"],
    ],
    "settings": [["form_id", "form_title", "version"], ["libreoffice_form", "厂区快查", "2026.1"]],
}


def prop(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def desktop():
    """The running office, which takes a moment to listen."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(100):
        try:
            context = resolver.resolve("uno:pipe,name=taizhang;urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(0.2)
    raise SystemExit("LibreOffice does not answer")


def offered(book, cell):
    """What the drop-down of a cell has; None where there is none."""
    formula = cell.Validation.getFormula1()
    if not formula:
        return None
    sheet, cells = formula.replace("$", "").replace("'", "").replace("!", ".").rsplit(".", 1)
    return [line[0] for line in book.Sheets.getByName(sheet).getCellRangeByName(cells).getDataArray()]


def fill(book):
    sheet = book.Sheets.getByIndex(0)
    width = sheet.createCursor()
    width.gotoEndOfUsedArea(False)
    titles = {sheet.getCellByPosition(at, 0).String: at for at in range(width.RangeAddress.EndColumn + 1)}
    for row, answers in enumerate(ROWS, width.RangeAddress.EndRow + 1):
        for name, value in answers.items():
            column = next(at for title, at in titles.items() if title.startswith(name))
            cell = sheet.getCellByPosition(column, row)
            choices = offered(book, cell)
            assert choices is None or value in choices, f"{value} is not in the drop-down of {name}"
            if isinstance(value, str) and name == "成立日期":
                cell.setFormula(value)  # as typed: LibreOffice makes a date of it
            elif isinstance(value, str):
                cell.setString(value)
            else:
                cell.setValue(value)


def write(book):
    """The form, typed into sheets of a new book; its calculation among the columns."""
    for at, (name, rows) in enumerate(FORM.items()):
        book.Sheets.insertNewByName(name, at)
        sheet = book.Sheets.getByName(name)
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                sheet.getCellByPosition(column, row).setString(text)
    survey = book.Sheets.getByName("survey")
    survey.getCellByPosition(7, 0).setString("calculation")
    survey.getCellByPosition(7, 4).setString("${staff} * 2")
    while book.Sheets.Count > len(FORM):
        book.Sheets.removeByName(book.Sheets.getByIndex(book.Sheets.Count - 1).Name)


office = subprocess.Popen(["soffice", "--headless", "--norestore", "--accept=pipe,name=taizhang;urp"])
try:
    top = desktop()

    def opened(file):
        return top.loadComponentFromURL(file.as_uri(), "_blank", 0, (prop("Hidden", True),))

    def keep(book, name, filter_name, *options):
        book.storeToURL((out / name).as_uri(), (prop("FilterName", filter_name), *options))

    ledger = opened(here / "ledger-2022.xlsx")
    keep(ledger, "ledger-2022.xlsx", WORKBOOK)
    keep(ledger, "ledger-2022.csv", "Text - txt - csv (StarCalc)", prop("FilterOptions", DELIMITED))
    ledger.close(True)
    book = opened(template)
    fill(book)
    keep(book, "template-filled.xlsx", WORKBOOK)
    book.close(True)
    book = top.loadComponentFromURL("private:factory/scalc", "_blank", 0, (prop("Hidden", True),))
    write(book)
    keep(book, "form.xlsx", WORKBOOK)
    book.close(True)
    top.terminate()
finally:
    office.wait(30)
