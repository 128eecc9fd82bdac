// The rows of a long list as somebody sees them: what lies under points of the frame, from its heading to its lower edge.

/** The rows in sight from above to below: `place` counts from 1, `title` is what the row is called; `null` where there is none. */
export const inSight = (page) =>
  page.evaluate(() => {
    const frame = document.querySelector('.grid');
    const box = frame.getBoundingClientRect();
    const top = frame.querySelector('thead th').getBoundingClientRect().bottom;
    const last = [...frame.querySelectorAll('tr[data-entity]')].at(-1)?.getBoundingClientRect().bottom ?? 0;
    const isAtEnd = frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 2;
    const bottom = Math.min(box.top + frame.clientHeight, window.innerHeight, isAtEnd ? last : Infinity);
    const rows = [];
    for (let y = top + 4; y < bottom - 4; y += 12) {
      const there = document.elementFromPoint(box.left + 24, y);
      if (!frame.contains(there)) continue; // the bar of the page lies over it
      const row = there.closest('tr[data-entity]');
      const seen = row && { place: Number(row.getAttribute('aria-rowindex')) - 1, title: row.querySelector('[data-action="open"]').innerText };
      if (rows.length === 0 || rows.at(-1)?.place !== seen?.place) rows.push(seen ?? null);
    }
    return rows;
  });

/** Whether rows stand one below the other without a blank. */
export const isGapless = (rows) => rows.length > 0 && rows.every((row, at) => row && (at === 0 || row.place === rows[at - 1].place + 1));
