"""Readers of other makers: python-docx and openpyxl make templates and read what was filled, DuckDB counts flat files.

make FOLDER   writes templates into it
read FOLDER   prints what stands in its files, as JSON
count FOLDER  prints what DuckDB counts in the flat files of it, as JSON
"""

import json
import os
import sys


def make(folder):
    from docx import Document
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference
    from openpyxl.comments import Comment
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.table import Table

    document = Document()
    document.core_properties.author = "模板作者"
    document.sections[0].header.paragraphs[0].text = "{{单位名称}}"
    title = document.add_paragraph()
    for piece, bold in [("{{单位", True), ("名称", False), ("}}整改情况", True)]:
        title.add_run(piece).bold = bold
    document.add_paragraph("{{#问题}}{{序号|一}}、{{反馈问题}}")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ["号", "措施", "责任人"]):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ["{{#措施}}{{措施序号}}", "{{整改措施}}", "{{责任人}}{{/措施}}"]):
        cell.text = text
    document.add_paragraph("{{/问题}}")
    document.save(os.path.join(folder, "marks.docx"))

    document = Document()
    table = document.add_table(rows=2, cols=4)
    for cell, text in zip(table.rows[0].cells, ["序号", "反馈问题", "整改措施", "责任人"]):
        cell.text = text
    document.save(os.path.join(folder, "form.docx"))

    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["A1"] = "{{单位名称}}"
    sheet = book.create_sheet("{{单位.名称}}")
    sheet["A1"] = "{{单位.名称}}"
    sheet["B1"] = "=封面!A1"
    sheet.append(["号", "措施", "时限"])
    sheet.append(["{{#措施}}{{措施序号}}", "{{整改措施}}", "{{整改时限}}{{/措施}}"])
    sheet["A4"] = "合计"
    sheet["B4"] = "=COUNTA(B3:B3)"
    sheet["A3"].font = Font(bold=True)
    sheet["C3"].number_format = "yyyy-mm-dd"
    sheet["A4"].comment = Comment("共几条", "填报人")
    sheet.sheet_view.tabSelected = True
    sheet.print_area = "A1:C4"
    sheet.print_title_rows = "2:2"
    sheet.add_table(Table(displayName="措施表", ref="A2:C3"))
    choice = DataValidation(type="list", formula1='"是,否"')
    choice.add("C3:C3")
    sheet.add_data_validation(choice)
    rule = CellIsRule(operator="equal", formula=["0"], fill=PatternFill("solid", bgColor="FFC7CE"))
    sheet.conditional_formatting.add("A3:A3", rule)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=3, max_row=3))
    sheet.add_chart(chart, "E6")
    book.create_sheet("说明")["A1"] = "=封面!A1"
    book["说明"].print_area = "A1:B2"
    book.save(os.path.join(folder, "each.xlsx"))

    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "反馈问题", "整改措施", "整改时限", "责任人"])
    sheet["A3"] = "合计"
    sheet["C3"] = "=COUNTA(C2:C2)"
    book.save(os.path.join(folder, "form.xlsx"))


def document(path):
    from docx import Document
    from docx.table import Table

    def block(one):
        if isinstance(one, Table):
            return [["\n".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in one.rows]
        return one.text

    whole = Document(path)
    headers = [p.text for section in whole.sections for p in section.header.paragraphs]
    return {
        "blocks": [block(one) for one in whole.iter_inner_content()],
        "headers": headers,
        "author": whole.core_properties.author,
    }


def workbook(path):
    from openpyxl import load_workbook

    whole = load_workbook(path)
    sheets = []
    for sheet in whole:
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        sheets.append({
            "name": sheet.title,
            "rows": rows,
            "print": str(sheet.print_area).replace("'" + sheet.title + "'!", "").replace("$", ""),
            "titles": sheet.print_title_rows or "",
            "tables": [[table.displayName, table.ref] for table in sheet.tables.values()],
            "choices": [str(one.sqref) for one in sheet.data_validations.dataValidation],
            "rules": [str(one.sqref) for one in sheet.conditional_formatting],
            "charts": [chart.series[0].val.numRef.f for chart in sheet._charts],
            "comments": [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment],
            "selected": bool(sheet.sheet_view.tabSelected),
            "days": [str(cell.value) for row in sheet.iter_rows() for cell in row
                     if getattr(cell, "is_date", False)],
        })
    return {"sheets": sheets, "author": whole.properties.creator}


def read(folder):
    told = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        told[name] = document(path) if name.endswith(".docx") else workbook(path)
    print(json.dumps(told))


def count(folder):
    import duckdb

    os.chdir(folder)
    base = duckdb.connect()
    with open("duckdb.sql", encoding="utf-8") as views:
        base.execute(views.read())
    tally = "count(*), count(*) filter (done), count(*) filter (overdue)"
    told = {
        "all": base.execute(f"select {tally} from measures").fetchone(),
        "by_ledger": base.execute(f"select ledger, {tally} from measures group by 1 order by 1").fetchall(),
        "by_unit": base.execute(
            "select ledger, coalesce(unit, ''), count(*), count(*) filter (overdue) from measures group by 1, 2 order by 1, 2"
        ).fetchall(),
        "findings": base.execute("select ledger, count(*) from findings group by 1 order by 1").fetchall(),
        "ndjson": base.execute(
            "select count(*), count(distinct ledger) from read_ndjson('measures/*.ndjson', columns = {'ledger': 'VARCHAR'})"
        ).fetchone(),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    {"make": make, "read": read, "count": count}[sys.argv[1]](sys.argv[2])
