// The rows that workbooks are compared on: a ledger's, and what an attacker might have typed into it. 50 columns.

/** Column by column of each ten. */
const TITLES_OF_TEN = ['企业名称', '从业人员', '营业收入（万元）', '规模', '电话', '走访日期', '规模（代码）', '走访要点', '资产（万元）', '备注'];
const COLUMNS = 50;

export const TITLES = Array.from({ length: COLUMNS }, (_, column) => `${TITLES_OF_TEN[column % 10]}${Math.floor(column / 10) + 1}`);
/** The columns that hold dates. */
export const DATES = TITLES.flatMap((_, column) => (column % 10 === 5 ? [column] : []));

/** What a spreadsheet program could run, in each of the forms that it may take (RELIABILITY X2). */
export const DANGEROUS = [
  '=1+1', "=cmd|' /C calc'!A0", '=HYPERLINK("http://evil.example","企业")', '+1+1', '-1+1', "-2+3+cmd|' /C calc'!A0", '@SUM(A1:A9)', '\t=1', '\r=1',
  '\n=1', '  =1', '\u3000=1', '\ufeff=1', '＝1', '＋1', '－1', '＠1', "'=1", '{=1}', '_x0041_', '<b>&amp;', ' a\r\nb ', '=DDE("cmd";"/C calc";"a")', '00123', '1-2', '"',
];

const SIZES = ['大型', '中型', '小型', '微型'];
const CODES = ['large', 'medium', 'small', 'micro'];

function cell(row, column) {
  const seed = row * COLUMNS + column;
  switch (column % 10) {
    case 0:
      return `样例企业第${seed}号有限公司`;
    case 1:
      return seed % 5_000;
    case 2:
      return (seed * 37) / 64;
    case 3:
      return SIZES[seed % 4];
    case 4:
      return `138${String(seed).padStart(8, '0')}`;
    case 5:
      return `20${10 + (seed % 17)}-${String(1 + (seed % 12)).padStart(2, '0')}-${String(1 + (seed % 28)).padStart(2, '0')}`;
    case 6:
      return CODES[seed % 4];
    case 7:
      return seed % 3 === 0 ? DANGEROUS[(seed / 3) % DANGEROUS.length | 0] : `走访了第 ${seed} 家，订单 & 用工情况 <正常>`;
    case 8:
      return -seed / 100;
    default:
      return seed % 4 === 0 ? `备注 ${seed}` : null;
  }
}

/** So many rows, each a line of JSON. */
export const rows = (count) =>
  Array.from({ length: count }, (_, row) => `${JSON.stringify(Array.from({ length: COLUMNS }, (_, column) => cell(row, column)))}\n`).join('');
