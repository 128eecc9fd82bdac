// A table of enterprises as an office has one, of any length: delimited text, its columns called as offices call them.

/** A code that is right, for each number another: its own check sign stands behind that of the organisation's. */
function codeOf(number) {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const organisation = `MA${String(number).padStart(6, '0')}`;
  const of = [3, 7, 9, 10, 5, 8, 4, 2].reduce((sum, weight, at) => sum + weight * letters.indexOf(organisation[at]), 0);
  const body = `91652801${organisation}${'0X987654321'[of % 11]}`;
  const sum = [...body].reduce((sum, sign, at) => sum + signs.indexOf(sign) * (3 ** at % 31), 0);
  return body + signs[(31 - (sum % 31)) % 31];
}

/** So many enterprises, each with a name and a code of its own. */
export function officeTable(rows) {
  const heads = '企业名称,信用代码,企业性质,行业大类,片区,详细地址,固定场所,有无从业人员,正常经营,备注';
  const row = (_, at) => `样例${at}号织造有限公司,${codeOf(at)},私营,C17 纺织业,一片区,样例路${at}号,无,有,√,去年台账`;
  return `\ufeff${[heads, ...Array.from({ length: rows }, row)].join('\n')}\n`;
}
