-- The board's figures of a province, in one query over opened batches where they lie. Tested by e2e/journeys/scale.mjs; told in docs/scale.md.
--
-- In: $batches  a pattern of files, each a batch as `age -d` or `fleet open` gives it
--     $holidays pack/holidays.csv
--     $day      the day of the board
-- Out: one row a figure (name, value), and the row `ledger`, whose text is the ledger's hash.
--
-- The rule of docs/merge.md, said in SQL: a change comes after those that it names and after what its record's earlier revision said; it sets
-- a property if it says another text than what stood before it; what no later one sets stands; of several the one with the higher base
-- version is shown, then the smaller hash; what was erased is left out, with all that speaks of it. Not in it: two that are one, what was decided of
-- an erased record, and the check of signatures (`fleet open` makes it, `age -d` does not).

WITH RECURSIVE
-- Each record once, however often it was sent. Its name is the hash of its text as it stands.
sent AS (
  SELECT sha256(CAST(text AS VARCHAR)) AS hash, any_value(text) AS text
  FROM (SELECT unnest(CAST(json_extract(body, '$.records') AS JSON[])) AS text
        FROM read_json($batches, format = 'auto', columns = {body: 'JSON'}, maximum_object_size = 134217728))
  GROUP BY hash
),
erasure AS (
  SELECT json_extract_string(text, '$.__id') AS record, json_extract(text, '$.__taizhang.erasure.entities') AS entities
  FROM sent WHERE json_type(text, '$.__taizhang.erasure') = 'OBJECT'
),
erased AS (
  SELECT DISTINCT json_extract_string(named, '$.list') AS list, json_extract_string(named, '$.id') AS entity
  FROM (SELECT unnest(CAST(entities AS JSON[])) AS named FROM erasure)
),
speaks_of_erased AS (
  SELECT DISTINCT hash
  FROM (SELECT hash, unnest(CAST(json_extract(text, '$.__taizhang.entities') AS JSON[])) AS said FROM sent)
    JOIN erased e ON e.list = json_extract_string(said, '$.list') AND e.entity = json_extract_string(said, '$.id')
),
record AS (
  SELECT hash, text FROM sent
  WHERE json_type(text, '$.__taizhang.erasure') = 'OBJECT'
    OR (json_extract_string(text, '$.__id') NOT IN (SELECT record FROM erasure) AND hash NOT IN (SELECT hash FROM speaks_of_erased))
),
-- What each record says of an entity: its change, named by hash and place.
change AS (
  SELECT hash, place, hash || '#' || place AS id,
    json_extract_string(said, '$.list') AS list, json_extract_string(said, '$.id') AS entity,
    coalesce(CAST(json_extract(said, '$.base.version') AS INTEGER), 0) AS base_version,
    coalesce(CAST(json_extract(said, '$.base.heads') AS VARCHAR[]), []) AS heads,
    coalesce(CAST(json_extract(text, '$.__taizhang.parents') AS VARCHAR[]), []) AS edits,
    json_extract(said, '$.properties') AS properties
  FROM (SELECT hash, text, unnest(range(CAST(json_array_length(text, '$.__taizhang.entities') AS BIGINT))) AS place FROM record) AS placed,
    LATERAL (SELECT json_extract(text, '$.__taizhang.entities[' || place || ']') AS said)
),
-- Who knew of whom: the heads that it names, the revision that it edits, what the same revision said before.
parent AS (
  SELECT c.list, c.entity, c.id, p.id AS before FROM change c, LATERAL (SELECT unnest(c.heads) AS id) p
  UNION SELECT c.list, c.entity, c.id, p.id FROM change c JOIN change p USING (list, entity) WHERE list_contains(c.edits, p.hash)
  UNION SELECT c.list, c.entity, c.id, p.id FROM change c JOIN change p USING (list, entity, hash) WHERE p.place < c.place
),
ancestor AS (
  SELECT list, entity, id, before FROM parent
  UNION
  SELECT a.list, a.entity, a.id, p.before FROM ancestor a JOIN parent p ON p.id = a.before AND p.list = a.list AND p.entity = a.entity
),
said AS (
  SELECT list, entity, id, base_version, property, json_extract_string(properties, '$."' || property || '"') AS text
  FROM change, LATERAL (SELECT unnest(json_keys(properties)) AS property)
),
-- What stood before a change: what was said before it and by nothing between.
before AS (
  SELECT s.id, s.property, e.id AS earlier, e.text
  FROM said s JOIN ancestor a ON a.id = s.id AND a.list = s.list AND a.entity = s.entity
    JOIN said e ON e.id = a.before AND e.list = s.list AND e.entity = s.entity AND e.property = s.property
),
stood AS (
  SELECT b.* FROM before b
  WHERE NOT EXISTS (SELECT 1 FROM before n JOIN ancestor a ON a.id = n.earlier AND a.before = b.earlier
                    WHERE n.id = b.id AND n.property = b.property)
),
setter AS (
  SELECT * FROM said s
  WHERE NOT EXISTS (SELECT 1 FROM stood b WHERE b.id = s.id AND b.property = s.property)
     OR EXISTS (SELECT 1 FROM stood b WHERE b.id = s.id AND b.property = s.property AND b.text <> s.text)
),
standing AS (
  SELECT * FROM setter s
  WHERE NOT EXISTS (SELECT 1 FROM setter n JOIN ancestor a ON a.id = n.id AND a.before = s.id
                    WHERE n.list = s.list AND n.entity = s.entity AND n.property = s.property)
),
shown AS (
  SELECT list, entity, property, text FROM standing
  QUALIFY row_number() OVER (PARTITION BY list, entity, property ORDER BY base_version DESC, id) = 1
),
-- An entity whose creation has come, as one row; a blank text is a property that it has not.
item AS (
  SELECT list, entity, map_from_entries(list((property, text)) FILTER (WHERE text <> '')) AS has FROM shown GROUP BY list, entity
),
-- Workdays up to and with each day, by the table of holidays; those between two days are a difference.
worked AS (
  SELECT CAST(d AS DATE) AS day, sum(CAST(isodow(d) < 6 AS INTEGER) + coalesce(h.delta, 0)) OVER (ORDER BY d) AS count
  FROM range(DATE '2019-01-01', DATE '2031-01-01', INTERVAL 1 DAY) AS days(d)
    LEFT JOIN (SELECT date, delta FROM read_csv($holidays, columns = {name: 'VARCHAR', date: 'DATE', epoch_day: 'INTEGER', year: 'INTEGER',
      kind: 'VARCHAR', festival_zh: 'VARCHAR', festival_en: 'VARCHAR', weekday_zh: 'VARCHAR', delta: 'INTEGER'}, header = true)) h ON h.date = CAST(d AS DATE)
),
-- The lists, with the properties that figures read.
unit AS (
  SELECT entity, list, has['reg_status'] = 'active'
    AND (list = 'social_orgs' OR (has['non_public'] = 'yes' AND has['three_haves'] = 'yes')) AS is_eligible
  FROM item WHERE list IN ('enterprises', 'social_orgs')
),
party_org AS (
  SELECT has['subject_id'] AS unit, has['setup_mode'] AS mode, TRY_CAST(has['set_up_on'] AS DATE) AS set_up_on FROM item
  WHERE list = 'party_orgs' AND has['po_status'] = 'active' AND has['po_form'] = 'standalone'
),
report AS (
  SELECT has['party_org_id'] AS org, TRY_CAST(has['report_year'] AS INTEGER) AS year, TRY_CAST(has['developed'] AS DOUBLE) AS developed,
    TRY_CAST(has['applied_backbone'] AS DOUBLE) AS backbone, TRY_CAST(has['applied_frontline'] AS DOUBLE) AS frontline,
    TRY_CAST(has['pledges'] AS DOUBLE) AS pledges,
    TRY_CAST(has['model_posts'] AS DOUBLE) + TRY_CAST(has['duty_areas'] AS DOUBLE) AS posts_and_areas
  FROM item WHERE list = 'party_reports' AND TRY_CAST(has['report_year'] AS INTEGER) BETWEEN year($day) - 2 AND year($day)
),
canvass AS (
  SELECT TRY_CAST(has['canvass_year'] AS INTEGER) AS year, has['has_trade'] = 'yes' AS trades, TRY_CAST(has['talents_in'] AS DOUBLE) AS talents_in,
    TRY_CAST(has['talents_startup'] AS DOUBLE) AS startup, TRY_CAST(has['talents_doctor'] AS DOUBLE) AS doctor,
    TRY_CAST(has['trade_wan'] AS DOUBLE) AS trade, TRY_CAST(has['trade_prev_wan'] AS DOUBLE) AS trade_before
  FROM item WHERE list = 'canvasses' AND TRY_CAST(has['canvass_year'] AS INTEGER) BETWEEN year($day) - 2 AND year($day)
),
-- Matters that were approved by the day, with their pauses; those that overlap count once.
matter AS (
  SELECT entity, has['cohort'] AS cohort, TRY_CAST(has['accepted_on'] AS DATE) AS accepted, TRY_CAST(has['decided_on'] AS DATE) AS decided, has['pauses'] AS pauses,
    coalesce(TRY_CAST(has['paused_workdays'] AS DOUBLE), 0) AS paused_workdays
  FROM item WHERE list = 'approvals' AND has['approval_status'] = 'approved' AND coalesce(has['approval_category'], '') <> 'other'
    AND TRY_CAST(has['decided_on'] AS DATE) <= $day
),
paused AS (
  SELECT entity, greatest(TRY_CAST(split_part(span, '/', 1) AS DATE), accepted) AS begins, least(TRY_CAST(split_part(span, '/', 2) AS DATE), decided) AS ends
  FROM matter, LATERAL (SELECT unnest(string_split(pauses, ' ')) AS span) WHERE span <> ''
),
-- A span is cut at the furthest end before it.
paused_once AS (
  SELECT entity, greatest(begins, coalesce(max(ends) OVER (PARTITION BY entity ORDER BY begins, ends ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), begins)) AS begins, ends
  FROM paused WHERE begins < ends
),
approval AS (
  SELECT m.cohort, d.count - a.count
    - CASE WHEN m.pauses IS NULL THEN m.paused_workdays
      ELSE coalesce((SELECT sum(e.count - b.count) FROM paused_once p JOIN worked b ON b.day = p.begins JOIN worked e ON e.day = p.ends
                     WHERE p.entity = m.entity AND p.begins < p.ends), 0) END AS days
  FROM matter m JOIN worked a ON a.day = m.accepted JOIN worked d ON d.day = m.decided
),
event AS (
  SELECT list, coalesce(has['programme'], has['activity_type']) AS kind, TRY_CAST(has['attendance'] AS DOUBLE) AS attendance, TRY_CAST(has['participants'] AS DOUBLE) AS participants
  FROM item WHERE list IN ('trainings', 'activities') AND has['event_status'] = 'held' AND TRY_CAST(has['held_on'] AS DATE) <= $day
),
project AS (
  SELECT has['enterprise_id'] AS firm, has['project_source'] AS source, has['stage'] AS stage, TRY_CAST(has['landed_on'] AS DATE) AS landed,
    TRY_CAST(has['invest_wan'] AS DOUBLE) AS invest
  FROM item WHERE list = 'projects' AND TRY_CAST(has['landed_on'] AS DATE) <= $day
),
-- Numbers before they are rounded; `places` is how a board rounds them.
figure(name, places, value) AS (
  SELECT 'enterprises_eligible', 0, CAST(count(*) AS DOUBLE) FROM unit WHERE list = 'enterprises' AND is_eligible
  UNION ALL SELECT 'enterprises_covered', 0, count(*) FROM unit u WHERE list = 'enterprises' AND is_eligible
    AND EXISTS (SELECT 1 FROM party_org p WHERE p.unit = u.entity AND p.set_up_on <= $day)
  UNION ALL SELECT 'social_orgs_eligible', 0, count(*) FROM unit WHERE list = 'social_orgs' AND is_eligible
  UNION ALL SELECT 'social_orgs_covered', 0, count(*) FROM unit u WHERE list = 'social_orgs' AND is_eligible
    AND EXISTS (SELECT 1 FROM party_org p WHERE p.unit = u.entity AND p.set_up_on <= $day)
  UNION ALL SELECT 'setup_' || mode, 0, count(*) FROM party_org p JOIN unit u ON u.entity = p.unit
    WHERE u.is_eligible AND p.set_up_on <= $day AND mode IN ('self_built', 'transfer', 'absorb') GROUP BY mode
  UNION ALL SELECT 'instructors', 0, count(DISTINCT has['staff_code']) FROM item WHERE list = 'assignments' AND has['duty_role'] = 'instructor'
    AND TRY_CAST(has['from_date'] AS DATE) <= $day AND coalesce(TRY_CAST(has['to_date'] AS DATE), DATE '9999-12-31') > $day
  UNION ALL SELECT 'members_developed', 0, coalesce(sum(developed), 0) FROM report
  UNION ALL SELECT 'applied_backbone', 0, coalesce(sum(backbone), 0) FROM report
  UNION ALL SELECT 'applied_frontline', 0, coalesce(sum(frontline), 0) FROM report
  UNION ALL SELECT 'pledges', 0, coalesce(sum(pledges), 0) FROM report
  UNION ALL SELECT 'posts_and_areas', 0, coalesce(sum(latest), 0)
    FROM (SELECT arg_max(posts_and_areas, year) AS latest FROM report WHERE posts_and_areas IS NOT NULL GROUP BY org)
  UNION ALL SELECT p.name, 0, count(i.entity)
    FROM (VALUES ('centers', 'center'), ('zones', 'zone'), ('alliances', 'alliance'), ('service_groups', 'service_group'), ('hr_groups', 'hr_group'), ('talent_groups', 'talent_group')) AS p(name, kind)
    LEFT JOIN item i ON i.list = 'platforms' AND i.has['active'] = 'yes' AND i.has['kind'] = p.kind GROUP BY p.name
  UNION ALL SELECT 'approval_n_' || cohort, 0, count(*) FROM approval WHERE cohort IN ('baseline', 'current') GROUP BY cohort
  UNION ALL SELECT 'approval_mean_' || cohort, 1, avg(days) FROM approval WHERE cohort IN ('baseline', 'current') GROUP BY cohort
  UNION ALL SELECT 'approval_median_' || cohort, 1, median(days) FROM approval WHERE cohort IN ('baseline', 'current') GROUP BY cohort
  UNION ALL SELECT 'problems_solved', 0, count(*) FROM item WHERE list = 'needs' AND has['need_status'] = 'closed'
    AND has['enterprise_confirmed'] = 'yes' AND TRY_CAST(has['solved_on'] AS DATE) <= $day
  UNION ALL SELECT 'training_sessions', 0, count(*) FROM event WHERE list = 'trainings' AND kind = 'liangxin_lecture'
  UNION ALL SELECT 'training_attendance', 0, coalesce(sum(attendance), 0) FROM event WHERE list = 'trainings' AND kind = 'liangxin_lecture'
  UNION ALL SELECT 'tour_visitors', 0, coalesce(sum(participants), 0) FROM event WHERE list = 'activities' AND kind = 'tour'
  UNION ALL SELECT 'public_good_activities', 0, count(*) FROM event WHERE list = 'activities' AND kind IN ('micro_act', 'study_aid', 'rural', 'governance')
  UNION ALL SELECT 'jobs_solved', 0, coalesce(sum(TRY_CAST(has['placed_count'] AS DOUBLE)), 0) FROM item WHERE list = 'job_needs' AND TRY_CAST(has['placed_on'] AS DATE) <= $day
  UNION ALL SELECT 'talents_in', 0, coalesce(sum(talents_in), 0) FROM canvass
  UNION ALL SELECT 'talents_startup', 0, coalesce(sum(startup), 0) FROM canvass
  UNION ALL SELECT 'talents_doctor', 0, coalesce(sum(doctor), 0) FROM canvass
  UNION ALL SELECT 'lanhuo_doctors', 0, count(*) FROM item WHERE list = 'talents' AND has['talent_programme'] = 'lanhuo'
    AND has['talent_status'] = 'serving' AND TRY_CAST(has['serving_from'] AS DATE) <= $day
  UNION ALL SELECT 'referral_enterprises', 0, count(DISTINCT firm) FROM project WHERE source = 'referral'
  UNION ALL SELECT 'enterprises_under_construction', 0, count(DISTINCT firm) FROM project WHERE stage IN ('new_start', 'continued')
  UNION ALL SELECT 'under_construction_invest_yi', 1, coalesce(sum(invest), 0) / 10000 FROM project WHERE stage IN ('new_start', 'continued')
  UNION ALL SELECT 'landed_growth_pct', 2, 100 * (count(*) FILTER (WHERE landed >= date_trunc('year', $day))
      / nullif(count(*) FILTER (WHERE landed >= date_trunc('year', $day) - INTERVAL 1 YEAR AND landed <= $day - INTERVAL 1 YEAR), 0) - 1) FROM project
  UNION ALL SELECT 'trade_growth_pct', 2, 100 * (sum(trade) / nullif(sum(trade_before), 0) - 1) FROM canvass WHERE trades AND year = year($day)
),
-- Figures of figures.
ratio(name, places, value) AS (
  SELECT 'enterprise_coverage_pct', 1, 100 * max(value) FILTER (WHERE name = 'enterprises_covered') / nullif(max(value) FILTER (WHERE name = 'enterprises_eligible'), 0) FROM figure
  UNION ALL SELECT 'approval_cut_pct', 1, 100 * (1 - max(value) FILTER (WHERE name = 'approval_mean_current') / nullif(max(value) FILTER (WHERE name = 'approval_mean_baseline'), 0)) FROM figure
)
-- Half up, away from zero; a figure that is a hair below a half only because it went through binary fractions counts as the half.
SELECT name, sign(value) * floor(abs(value) * 10 ** places + 0.5 + abs(value) * 10 ** places * 1e-12 + 1e-9) / 10 ** places AS value, NULL AS text
FROM (FROM figure UNION ALL FROM ratio)
UNION ALL
SELECT 'ledger', NULL, sha256('taizhang-ledger-v1' || chr(10) || string_agg(hash || chr(10), '' ORDER BY hash)) FROM record
ORDER BY name;
