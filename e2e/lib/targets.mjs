// Every thing on the page that is tapped, measured: 48 px, a primary one 56 px, 8 px between neighbours.

const TARGET_PX = 48;
const PRIMARY_PX = 56;
const APART_PX = 8;
/** A browser lays out in parts of a pixel. */
const GRAIN_PX = 0.5;

/** What is too small or too near, one line each. */
export const tooSmallOrNear = (page) =>
  page.evaluate(
    ({ TARGET_PX, PRIMARY_PX, APART_PX, GRAIN_PX }) => {
      const found = new Set();
      const shown = (element) => {
        const { width, height } = element.getBoundingClientRect();
        return width > 0 && height > 0 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      };
      const named = (element) =>
        `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${(element.innerText || element.getAttribute('aria-label') || element.id || '').trim().replaceAll(/\s+/g, ' ').slice(0, 24)}”`;
      const dialog = document.querySelector('[role="alertdialog"]');
      const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')].filter(
        // Off the page until the keyboard is at it; behind a label that is the target; a link in a line of words is read, not aimed at.
        (control) => shown(control) && !control.matches('.skip-link, p a, li p a') && (!dialog || dialog.contains(control)),
      );
      // A control inside its label is hit by the whole label, and so is one that a label is for.
      const targets = new Map();
      for (const control of controls) {
        const label = control.matches('input, select, textarea') ? control.closest('label') : null;
        const target = label ?? control;
        targets.set(target, control);
      }
      const boxes = [...targets.keys()].map((target) => ({ target, box: target.getBoundingClientRect() }));
      for (const { target, box } of boxes) {
        const least = target.matches('.button--primary') ? PRIMARY_PX : TARGET_PX;
        if (box.height < least - GRAIN_PX || box.width < TARGET_PX - GRAIN_PX) found.add(`small: ${named(target)} ${Math.round(box.width)}x${Math.round(box.height)}`);
      }
      // Nothing that is fixed over the page is a neighbour of what scrolls under it.
      const layer = (element) => {
        for (let at = element; at; at = at.parentElement) if (['fixed', 'sticky'].includes(getComputedStyle(at).position)) return at;
        return null;
      };
      for (const [at, one] of boxes.entries()) {
        for (const other of boxes.slice(at + 1)) {
          if (one.target.contains(other.target) || other.target.contains(one.target)) continue;
          if (layer(one.target) !== layer(other.target)) continue;
          const across = Math.max(one.box.left - other.box.right, other.box.left - one.box.right);
          const down = Math.max(one.box.top - other.box.bottom, other.box.top - one.box.bottom);
          const gap = Math.max(across, down);
          if (gap < APART_PX - GRAIN_PX) found.add(`near: ${named(one.target)} and ${named(other.target)}, ${Math.round(gap)} px`);
        }
      }
      return [...found];
    },
    { TARGET_PX, PRIMARY_PX, APART_PX, GRAIN_PX },
  );
