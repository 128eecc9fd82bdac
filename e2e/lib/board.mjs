// What a higher office sends to be filled with the board's figures: a day, headings over several values, and rows that are called as
// people call them.

import { workbook } from './workbook.mjs';

const REPORTS = {
  'zh-CN': {
    封面: [['样例经开区']],
    月报: [
      ['统计日期', null],
      ['指标', '计量单位', '本月', '上年同期', '同比增长（%）', '备注'],
      ['1.破解问题（个）', '个'],
      ['2.续建开工投资', '万元'],
      ['3.发展党员', '名'],
      ['4.企业家沙龙', '场'],
    ],
  },
  en: {
    Cover: [['Sample Development Zone']],
    Month: [
      ['As of', null],
      ['Figure', 'Unit', 'Now', 'A year before', 'Growth (%)', 'Notes'],
      ['1. Problems solved', ''],
      ['2. Investment being built', '万元'],
      ['3. Members admitted', ''],
      ['4. Salons', ''],
    ],
  },
};
const NAMES = { 'zh-CN': '园区月报.xlsx', en: 'zone-month.xlsx' };

export const emptyReport = (language = 'zh-CN') => workbook(NAMES[language], REPORTS[language]);
