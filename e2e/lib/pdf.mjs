// What stands in a PDF that Chromium made: its pages, how large they are, the faces it carries along, its text.
//
// Not a reader of any PDF: only of such streams, fonts and tables of characters as Chromium writes.

import zlib from 'node:zlib';

/** Points of an A4 sheet, upright. */
export const A4 = { width: 595, height: 842 };

export function readPdf(bytes) {
  const objects = new Map();
  const source = bytes.toString('latin1');
  for (const [, number, body] of source.matchAll(/(?:^|\n)(\d+) 0 obj\n?([\s\S]*?)\nendobj/g)) objects.set(number, body);
  const stream = (body) => {
    const begin = body.indexOf('stream\n');
    if (begin < 0) return '';
    const raw = Buffer.from(body.slice(begin + 7, body.lastIndexOf('\nendstream')), 'latin1');
    return (body.slice(0, begin).includes('/FlateDecode') ? zlib.inflateSync(raw) : raw).toString('latin1');
  };
  const named = (body, name) => body.match(new RegExp(`/${name} (\\d+) 0 R`))?.[1];
  const characters = new Map();
  for (const [number, body] of objects) {
    const table = named(body, 'ToUnicode');
    // Glyphs that are drawn one by one, as of faces that may not be carried along whole, have numbers of one byte.
    const digits = body.includes('/Subtype /Type3') ? 2 : 4;
    if (table) characters.set(number, { digits, table: readTable(stream(objects.get(table) ?? '')) });
  }
  const faces = [...source.matchAll(/\/FontName \/(?:[A-Z]{6}\+)?([^\s/]+)/g)].map(([, name]) => name);
  const pages = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body)).map((body) => {
    const [, , , width, height] = body.match(/\/MediaBox \[([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+)\]/) ?? [];
    const fontsAt = named(body, 'Resources') ? objects.get(named(body, 'Resources')) : body;
    const fonts = new Map([...fontsAt.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, number]) => [name, characters.get(number)]));
    const text = stream(objects.get(named(body, 'Contents')) ?? '');
    return { width: Number(width), height: Number(height), text: said(text, fonts), sizes: sizesOf(text) };
  });
  const sizes = [...new Set(pages.flatMap((page) => page.sizes))];
  return { pages, faces: [...new Set(faces)], sizes, text: pages.map((page) => page.text).join('\n') };
}

/** The sizes of type on a page, in points: what each text is set in, times what it is drawn through. */
function sizesOf(content) {
  const sizes = new Set();
  const stack = [];
  let scale = 1;
  for (const line of content.split('\n')) {
    const matrix = line.match(/^([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) [-\d.]+ [-\d.]+ cm$/);
    if (line === 'q') stack.push(scale);
    else if (line === 'Q') scale = stack.pop() ?? 1;
    else if (matrix) scale *= Math.abs(Number(matrix[4]));
    const set = line.match(/\/F\d+ ([\d.]+) Tf/);
    if (set) sizes.add(Math.round(Number(set[1]) * scale * 100) / 100);
  }
  return [...sizes];
}

/** The characters of a font's glyphs. */
function readTable(table) {
  const characters = new Map();
  const text = (hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, pairs] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, hex] of pairs.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) characters.set(parseInt(glyph, 16), text(hex));
  }
  for (const [, ranges] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, first, last, hex] of ranges.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      const begin = parseInt(first, 16);
      for (let glyph = begin; glyph <= parseInt(last, 16); glyph += 1) {
        characters.set(glyph, String.fromCodePoint(parseInt(hex, 16) + glyph - begin));
      }
    }
  }
  return characters;
}

/** The text of a page, in the order in which it is drawn. Where one glyph serves several characters, the page says which was meant. */
function said(content, fonts) {
  let font;
  let meant = false;
  let text = '';
  const parts = /\/ActualText\s*<FEFF([0-9A-Fa-f]*)>|\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f\s]+)>|\b(ET|EMC)\b/g;
  for (const [, actual, name, hex, end] of content.matchAll(parts)) {
    if (actual !== undefined) {
      text += Buffer.from(actual, 'hex').swap16().toString('utf16le');
      meant = true;
    }
    if (name) font = fonts.get(name);
    if (hex && font && !meant) {
      const glyphs = hex.replaceAll(/\s/g, '').match(new RegExp(`.{${font.digits}}`, 'g')) ?? [];
      for (const glyph of glyphs) text += font.table.get(parseInt(glyph, 16)) ?? '';
    }
    if (end === 'EMC') meant = false;
    if (end === 'ET') text += ' ';
  }
  return text;
}
