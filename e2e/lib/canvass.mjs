// Every form of the pack, as somebody fills it: what is answered in a new record, what in an update of the same entity, and
// what a list has of it afterwards. The words that are to be seen are taken from the forms' own sources.
//
// Not here: how an answer is given (`answers`).

import fs from 'node:fs';
import { fileURLToPath } from 'node:url';

export const FIRM = { name: '样例棉纺织有限公司', code: '91652899MA9000011Y' };
export const OTHER = { name: '样例重工机械有限公司', code: '91110000600037341L' };
export const PERSON = { name: '样例王甲', phone: '13800000001' };
const ORGANISATION = '样例纺织行业协会';
const PARTY = `${FIRM.name} 样例党支部`;
const GROUP = '样例棉纺驻企服务组';
const PROJECT = '样例扩建项目';
const MATTER = '样例施工许可';
export const ACTIVITY = '样例义诊进厂区';
export const NEED = '样例：供电不足影响投产';

/** A choice that is picked by its name; other choices from a list are picked by what they say. */
const named = (value) => ({ value });

/**
 * `create` and `update` are answered in this order, by the questions' names. `label` is what the entity is called, in whole or
 * in part. `kept` stands there already when it is updated. `saved` is what forms work out. `lists` is the list's name.
 *
 * A form without `update` only begins entities; one that looks its entity up (`again`) is answered anew to update it.
 */
export const FORMS = [
  {
    form: 'enterprise_registration',
    list: 'enterprises',
    lists: ['企业', 'Enterprises'],
    label: FIRM.name,
    create: [
      ['ent_name', FIRM.name],
      ['uscc_input', FIRM.code],
      ['ownership', 'private'],
      ['industry_section', named('C')],
      ['industry_division', named('17')],
      ['area', 'area_1'],
      ['address', '样例路1号'],
      ['has_premises', 'yes'],
      ['premises_kind', 'leased_plant'],
      ['has_staff', 'yes'],
      ['has_operation', 'yes'],
      ['employees', '320'],
      ['revenue_wan', '3500'],
    ],
    kept: ['address', '样例路1号'],
    update: [['parent', OTHER.name], ['employees', '280']],
    saved: { uscc: FIRM.code, three_haves: 'yes', ent_size: 'small' },
  },
  {
    form: 'social_org_registration',
    list: 'social_orgs',
    lists: ['社会组织', 'Social organisations'],
    label: ORGANISATION,
    create: [
      ['org_name', ORGANISATION],
      ['uscc_input', '516528997489752461'],
      ['social_kind', 'association'],
      ['staff', '3'],
      ['area', 'area_2'],
      ['address', '样例路3号'],
    ],
    kept: ['address', '样例路3号'],
    update: [['staff', '5']],
    saved: { uscc: '516528997489752461' },
  },
  {
    form: 'enterprise_annual_canvass',
    list: 'canvasses',
    lists: ['年度摸排', 'Annual canvasses'],
    label: `${FIRM.name} 2023`,
    create: [
      ['ent', FIRM.name],
      ['canvass_year', '2023'],
      ['employees', '280'],
      ['revenue_wan', '5200.5'],
      ['has_trade', 'yes'],
      ['export_wan', '300'],
      ['import_wan', '100'],
      ['trade_prev_wan', '260'],
      ['talents_in', '12'],
      ['talents_startup', '1'],
      ['talents_doctor', '2'],
      ['need_kinds', 'factor labour'],
    ],
    again: [['ent', FIRM.name], ['canvass_year', '2023']],
    kept: ['revenue_wan', '5200.5'],
    update: [['tax_wan', '88']],
    saved: { trade_wan: '400' },
  },
  {
    form: 'party_org_setup',
    list: 'party_orgs',
    lists: ['党组织', 'Party organisations'],
    label: PARTY,
    create: [
      ['ent', FIRM.name],
      ['po_name', '样例党支部'],
      ['setup_mode', 'self_built'],
      ['set_up_on', '2022-05-10'],
      ['member_count', '7'],
    ],
    kept: ['po_name', '样例党支部'],
    update: [['member_count', '9']],
  },
  {
    form: 'party_org_report',
    list: 'party_reports',
    lists: ['党组织年度数据', 'Yearly figures of party organisations'],
    label: `${PARTY} 2023`,
    create: [
      ['po', PARTY],
      ['report_year', '2023'],
      ['member_count', '9'],
      ['developed', '1'],
      ['applied_backbone', '2'],
      ['applied_frontline', '6'],
      ['model_posts', '3'],
      ['duty_areas', '2'],
      ['pledges', '7'],
    ],
    again: [['po', PARTY], ['report_year', '2023']],
    kept: ['applied_frontline', '6'],
    update: [['pledges', '8']],
  },
  {
    form: 'instructor_assignment',
    list: 'assignments',
    lists: ['指导员选派', 'Instructor assignments'],
    label: `ZD001 → ${FIRM.name}`,
    create: [
      ['ent', FIRM.name],
      ['staff_code', 'ZD001'],
      ['unit_kind', 'bureau'],
      ['from_date', '2023-01-09'],
    ],
    kept: ['staff_code', 'ZD001'],
    update: [['to_date', '2023-12-29']],
  },
  {
    form: 'platform_registration',
    list: 'platforms',
    lists: ['平台与阵地', 'Platforms and places'],
    label: GROUP,
    create: [
      ['platform_name', GROUP],
      ['kind', 'service_group'],
      ['opened_on', '2021-03-01'],
    ],
    kept: ['platform_name', GROUP],
    update: [['contact_unit', '样例园区办']],
  },
  {
    form: 'service_activity',
    list: 'activities',
    lists: ['服务活动', 'Service activities'],
    label: `2023-04-22 ${ACTIVITY}`,
    create: [
      ['title', ACTIVITY],
      ['activity_type', 'micro_act'],
      ['held_on', '2023-04-22'],
      ['platform', GROUP],
      ['ents', FIRM.name],
      ['participants', '40'],
    ],
    kept: ['participants', '40'],
    update: [['beneficiaries', '36']],
  },
  {
    form: 'training_session',
    list: 'trainings',
    lists: ['培训场次', 'Training sessions'],
    label: '2023-05-18 样例政策大讲堂',
    create: [
      ['title', '样例政策大讲堂'],
      ['topic', 'policy_service'],
      ['held_on', '2023-05-18'],
      ['attendance', '60'],
    ],
    kept: ['attendance', '60'],
    update: [['ent_count', '12']],
  },
  {
    form: 'talent_need',
    list: 'talent_needs',
    lists: ['人才需求', 'Talent needs'],
    label: `染整工程师 ${FIRM.name}`,
    create: [
      ['ent', FIRM.name],
      ['post', '染整工程师'],
      ['talent_field', 'textile'],
      ['education', 'master'],
      ['wanted_count', '2'],
      ['opened_on', '2023-06-01'],
    ],
    kept: ['post', '染整工程师'],
    update: [['line_status', 'partly'], ['matched_count', '1'], ['matched_on', '2023-08-14']],
  },
  {
    form: 'employment_need',
    list: 'job_needs',
    lists: ['用工需求', 'Employment needs'],
    label: `挡车工 × 30 ${FIRM.name}`,
    create: [
      ['ent', FIRM.name],
      ['job_title', '挡车工'],
      ['job_kind', 'general'],
      ['wanted_count', '30'],
      ['wage_low', '4500'],
      ['wage_high', '6000'],
    ],
    kept: ['wage_high', '6000'],
    update: [['line_status', 'partly'], ['placed_count', '20'], ['placed_on', '2023-08-14']],
  },
  {
    form: 'investment_project',
    list: 'projects',
    lists: ['项目', 'Projects'],
    label: PROJECT,
    create: [
      ['ent', FIRM.name],
      ['project_name', PROJECT],
      ['project_source', 'referral'],
      ['referrer', OTHER.name],
      ['chain', 'chain_textile'],
      ['invest_wan', '12000'],
      ['stage', 'landed'],
      ['landed_on', '2023-03-15'],
    ],
    kept: ['invest_wan', '12000'],
    update: [['stage', 'new_start'], ['started_on', '2023-06-01']],
  },
  {
    form: 'approval_matter',
    list: 'approvals',
    lists: ['审批事项', 'Approval matters'],
    label: `${MATTER} ${FIRM.name}`,
    create: [
      ['ent', FIRM.name],
      ['matter_name', MATTER],
      ['approval_category', 'construction'],
      ['project', PROJECT],
      ['authority', '样例审批局'],
      ['cohort', 'current'],
      ['approval_status', 'accepted'],
      ['accepted_on', '2023-09-11'],
      ['has_pauses', 'yes'],
      ['pause_reason', 'hearing'],
      ['pause_from', '2023-09-18'],
      ['pause_to', '2023-09-20'],
      ['limit_workdays', '20'],
      ['measures', 'merge'],
    ],
    kept: ['authority', '样例审批局'],
    update: [['approval_status', 'approved'], ['decided_on', '2023-10-13'], ['has_pauses', 'no']],
    // 20 workdays, with National Day off and two weekend days worked, less two of a hearing.
    saved: { gross_workdays: '20', paused_workdays: '2', net_workdays: '18' },
  },
  {
    form: 'talent_registration',
    list: 'talents',
    lists: ['人才', 'Talents'],
    label: PERSON.name,
    create: [
      ['consent', 'granted'],
      ['consent_method', 'paper'],
      ['consent_scope', 'match'],
      ['adult', 'yes'],
      ['display_name', PERSON.name],
      ['phone', PERSON.phone],
      ['talent_field', 'textile'],
      ['talent_level', 'b'],
      ['talent_kind', 'doctor'],
      ['education', 'doctor'],
      ['talent_programme', 'lanhuo'],
    ],
    kept: ['consent', 'granted'],
    update: [['adult', 'yes'], ['ent', FIRM.name], ['talent_status', 'serving'], ['serving_from', '2023-06-01']],
    saved: { display_name: PERSON.name, phone: PERSON.phone, talent_level: 'b', talent_status: 'serving' },
  },
  {
    form: 'liaison_visit',
    list: 'visits',
    lists: ['走访', 'Visits'],
    label: `2023-09-25 ${FIRM.name}`,
    create: [
      ['ent', FIRM.name],
      ['visit_date', '2023-09-25'],
      ['purposes', 'routine policy'],
      ['summary', '样例：设备运转正常，谈到供电'],
      ['ledger_ok', 'yes'],
    ],
  },
  {
    form: 'need_report',
    list: 'needs',
    lists: ['问题', 'Needs'],
    label: NEED,
    create: [
      ['ent', FIRM.name],
      ['raised_on', '2023-09-25'],
      ['activity', ACTIVITY],
      ['need_category', 'factor'],
      ['title', NEED],
      ['urgency', 'urgent'],
    ],
    saved: { need_status: 'in_progress' },
  },
  {
    form: 'need_followup',
    list: 'needs',
    lists: ['问题', 'Needs'],
    label: NEED,
    create: [
      ['need', NEED],
      ['action_date', '2023-09-28'],
      ['actions', 'coordinate'],
      ['lead_unit', '样例供电所'],
      ['progress', '样例：已排期增容'],
      ['new_status', 'in_progress'],
    ],
  },
];

/** What a form of the pack says of its questions, by their names: `path`, `type`, `saves` and the choices' `words`. */
export function questions(form) {
  const source = JSON.parse(fs.readFileSync(fileURLToPath(new URL(`../../pack/source/${form}.json`, import.meta.url)), 'utf8'));
  const asked = new Map();
  const around = ['/data'];
  for (const row of source.survey) {
    const [type, list] = row.type.split(' ');
    if (type === 'end_group' || type === 'end_repeat') around.pop();
    else {
      const path = `${around.at(-1)}/${row.name}`;
      const offered = source.choices.filter((choice) => choice.list_name === list);
      const words = new Map(offered.map((choice) => [choice.name, [choice['label::中文 (zh)'], choice['label::English (en)']]]));
      // Of several lists the one that is meant stands before the property.
      asked.set(row.name, { path, type, saves: row.save_to?.split('#').at(-1), words });
      if (type === 'begin_group') around.push(path);
      if (type === 'begin_repeat') around.push(`${path}[1]`);
    }
  }
  return asked;
}

/** What the list has of an entity in the end: by property, the value and, of choices, its words in both languages. */
export function expected(one) {
  const properties = new Map();
  const asked = questions(one.form);
  for (const [name, value] of [...one.create, ...(one.update ?? [])]) {
    const { saves, words, type } = asked.get(name);
    if (!saves || typeof value !== 'string' || type.endsWith('from_file')) continue;
    const said = value.split(' ').map((part) => words.get(part));
    properties.set(saves, { value, words: said.every(Boolean) ? said : null });
  }
  for (const [property, value] of Object.entries(one.saved ?? {})) {
    const row = [...asked.values()].find(({ saves }) => saves === property);
    properties.set(property, { value, words: row?.words.has(value) ? [row.words.get(value)] : null });
  }
  return properties;
}
