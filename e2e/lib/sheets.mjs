// Workbooks that the page made, read again: by a few lines here, and by openpyxl where a Python has it.
//
// Not here: workbooks made for a test (`workbook.mjs`).

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';

/** The parts of a zip, by name. */
export function parts(bytes) {
  const parts = {};
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [packed, name, extra, said] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)];
    const local = bytes.readUInt32LE(at + 42);
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const body = bytes.subarray(from, from + packed);
    parts[bytes.toString('utf8', at + 46, at + 46 + name)] = bytes.readUInt16LE(at + 10) === 0 ? body : inflateRawSync(body);
    at += 46 + name + extra + said;
  }
  return parts;
}

const plain = (xml) =>
  xml
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .replace(/_x([0-9A-F]{4})_/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));

/** The sheets of a workbook by name: rows of what stands under each title. A formula is an error. */
export function sheets(bytes) {
  const all = parts(bytes);
  const names = [...all['xl/workbook.xml'].toString('utf8').matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => plain(name));
  // Texts that are said once for all sheets, where the workbook was not written by the page.
  const said = [...(all['xl/sharedStrings.xml']?.toString('utf8') ?? '').matchAll(/<si>(.*?)<\/si>/gs)].map(([, text]) => plain(text.replace(/<[^>]*>/g, '')));
  return Object.fromEntries(
    names.map((name, place) => {
      const xml = all[`xl/worksheets/sheet${place + 1}.xml`].toString('utf8');
      if (/<f[ >]/.test(xml)) throw new Error(`${name} has a formula`);
      const [head, ...rows] = [...xml.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
        Object.fromEntries(
          [...row.matchAll(/<c r="([A-Z]+)\d+"[^>]*?(?: t="(\w+)")?>(.*?)<\/c>/gs)].map(([, column, type, inside]) => {
            const text = plain(inside.replace(/<[^>]*>/g, ''));
            return [column, type === 's' ? said[Number(text)] : type ? text : Number(text)];
          }),
        ),
      );
      return [name, rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [head[column], value])))];
    }),
  );
}

/** What stands in the cells of a sheet, by their names. */
export function cellsOf(bytes, sheet) {
  const all = parts(bytes);
  const names = [...all['xl/workbook.xml'].toString('utf8').matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => plain(name));
  const xml = all[`xl/worksheets/sheet${names.indexOf(sheet) + 1}.xml`].toString('utf8');
  const cells = [...xml.matchAll(/<c r="([A-Z]+\d+)"(?:[^>]*\/>|[^>]*>(.*?)<\/c>)/gs)];
  return Object.fromEntries(cells.map(([, cell, inside]) => [cell, plain((inside ?? '').replace(/<[^>]*>/g, ''))]));
}

/**
 * How cells look and what they offer, sheet by sheet: `{ fills: { C2: 'FFF8CBAD' }, offered: { 'D2:D9': "'choices'!$A$2:$A$7" } }`. openpyxl has
 * to find the same, where there is one.
 */
export function looks(bytes, file) {
  const all = parts(bytes);
  const xml = (name) => all[name].toString('utf8');
  const styles = xml('xl/styles.xml');
  const solid = [...styles.match(/<fills.*?<\/fills>/s)[0].matchAll(/<fill>.*?<\/fill>/gs)].map(([fill]) => fill.match(/<fgColor rgb="(\w+)"/)?.[1]);
  const formats = [...styles.match(/<cellXfs.*?<\/cellXfs>/s)[0].matchAll(/<xf [^>]*fillId="(\d+)"/g)].map(([, fill]) => solid[Number(fill)]);
  const names = [...xml('xl/workbook.xml').matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => plain(name));
  const found = Object.fromEntries(
    names.map((name, place) => {
      const sheet = xml(`xl/worksheets/sheet${place + 1}.xml`);
      const cells = [...sheet.matchAll(/<c r="([A-Z]+\d+)"[^>]*? s="(\d+)"/g)].map(([, cell, format]) => [cell, formats[Number(format)]]);
      const offered = [...sheet.matchAll(/<dataValidation type="list"[^>]* sqref="([^"]*)"><formula1>(.*?)<\/formula1>/gs)];
      return [name, { fills: Object.fromEntries(cells.filter(([, fill]) => fill)), offered: Object.fromEntries(offered.map(([, cells, from]) => [cells, plain(from)])) }];
    }),
  );
  const others = file && python() ? JSON.parse(execFileSync(python(), ['-c', LOOKS, file], { encoding: 'utf8', maxBuffer: 1 << 28 })) : null;
  if (others) assert.deepEqual(found, others);
  return found;
}

const LOOKS = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({sheet.title: {
  "fills": {one.coordinate: one.fill.fgColor.rgb for row in sheet.iter_rows() for one in row if one.fill.fill_type == "solid"},
  "offered": {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"},
} for sheet in book}))
`;

/** A Python that has openpyxl: named in OPENPYXL_PYTHON, or what `scripts/pyxform.sh` has put beside the other tools. */
function python() {
  const tools = process.env.TAIZHANG_TOOLS ?? path.join(os.homedir(), '.cache', 'taizhang');
  const found = fs.existsSync(tools) ? fs.readdirSync(tools).filter((name) => /^pyxform-[\d.]+$/.test(name)) : [];
  return [process.env.OPENPYXL_PYTHON, ...found.map((name) => path.join(tools, name, 'bin', 'python'))].find((file) => file && fs.existsSync(file));
}

const READ = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
print(json.dumps({
  "formulas": [cell.coordinate for cell in cells if cell.data_type == "f"],
  "texts": [cell.value for cell in cells if cell.data_type == "s"],
  "cells": [[sheet.title, cell.coordinate, str(cell.value)] for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None],
  "sheets": [[sheet.title, sheet.freeze_panes, sheet.auto_filter.ref] for sheet in book],
}))
`;

/** What a reader that is not ours finds: `{ formulas, texts, cells, sheets }`. `null`: there is none here. */
export function seenByOpenpyxl(file) {
  const program = python();
  if (!program) return null;
  return JSON.parse(execFileSync(program, ['-c', READ, file], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}

const WHOLE = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
def cell(one):
  return [one.value if one.data_type != "d" else one.value.isoformat(), one.data_type, one.number_format, one.font.name, one.font.size, one.border.left.style]
print(json.dumps({sheet.title: {
  "cells": {one.coordinate: cell(one) for row in sheet.iter_rows() for one in row if one.value is not None or one.has_style},
  "merged": sorted(str(block) for block in sheet.merged_cells.ranges),
  "widths": {name: column.width for name, column in sheet.column_dimensions.items()},
  "heights": {number: row.height for number, row in sheet.row_dimensions.items() if row.height},
  "checks": [str(one.sqref) for one in sheet.data_validations.dataValidation],
  "conditional": [str(one.sqref) for one in sheet.conditional_formatting],
  "print": sheet.print_area, "frozen": sheet.freeze_panes,
} for sheet in book}))
`;

/** All that a reader that is not ours finds of a workbook, sheet by sheet, each cell with its look. `null`: there is none here. */
export function wholeByOpenpyxl(file) {
  const program = python();
  if (!program) return null;
  return JSON.parse(execFileSync(program, ['-c', WHOLE, file], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}
