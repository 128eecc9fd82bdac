// The forty-two figures that the sample zone is known by on 2023-10-31, as the board writes them.
//
// Source: crates/sample/tests/it/golden.rs, which holds the same without a page.

export const DAY = '2023-10-31';

export const FIGURES = {
  enterprises_eligible: '95', enterprises_covered: '95', enterprise_coverage_pct: '100.0', social_orgs_eligible: '7', social_orgs_covered: '7',
  setup_self_built: '58', setup_transfer: '26', setup_absorb: '18', instructors: '274', members_developed: '109', applied_backbone: '126',
  applied_frontline: '609', posts_and_areas: '573', pledges: '753', centers: '1', zones: '5', alliances: '5', service_groups: '6', hr_groups: '2',
  talent_groups: '6', approval_n_baseline: '21', approval_mean_baseline: '85.0', approval_median_baseline: '85.0', approval_n_current: '24',
  approval_mean_current: '33.5', approval_median_current: '33.5', approval_cut_pct: '60.6', problems_solved: '108', training_sessions: '23',
  training_attendance: '1380', tour_visitors: '500', public_good_activities: '30', jobs_solved: '620', talents_in: '4594', talents_startup: '26',
  talents_doctor: '16', lanhuo_doctors: '7', referral_enterprises: '23', enterprises_under_construction: '30', under_construction_invest_yi: '70.0',
  landed_growth_pct: '50.00', trade_growth_pct: '53.86',
};

/** What a board shows, by figure. */
export const shown = (page) =>
  page.locator('[data-figure]').evaluateAll((cards) => Object.fromEntries(cards.map((card) => [card.dataset.figure, card.dataset.value])));
