// What an eye would find on a page, measured: targets too small for a glove, faint text, cut text, two primary actions,
// words of another language, where one is named. Gives sentences; whoever calls says which of them matter.

/** 48 px, as docs/page-contract.md's targets are at least. */
const TARGET_PX = 48;
const CONTRAST = 7;

export const audit = (page, language) =>
  page.evaluate(
    ({ language, TARGET_PX, CONTRAST }) => {
      const found = new Set();
      const shown = (element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden' && element.checkVisibility();
      };
      const named = (element) =>
        `${element.tagName.toLowerCase()}.${[...element.classList].join('.')} “${(element.innerText || element.getAttribute('aria-label') || element.id || '').trim().slice(0, 24)}”`;

      // A control inside its label is hit by the whole label.
      for (const control of document.querySelectorAll('a[href], button, input, select, textarea, summary')) {
        if (!shown(control) || control.matches('.skip-link, .file-input, .photo__input')) continue;
        const target = control.closest('label') ?? control;
        const { width, height } = target.getBoundingClientRect();
        if (height < TARGET_PX - 0.5 || width < TARGET_PX - 0.5) {
          found.add(`small: ${named(control)} ${Math.round(width)}x${Math.round(height)}`);
        }
      }

      const primary = [...document.querySelectorAll('.button--primary')].filter((button) => shown(button) && !button.disabled);
      const dialog = document.querySelector('[role="alertdialog"]');
      const open = primary.filter((button) => !dialog || dialog.contains(button));
      if (open.length > 1) found.add(`primaries: ${open.map((button) => button.innerText.trim()).join(' | ')}`);

      if (document.documentElement.scrollWidth > innerWidth + 1) found.add(`wider than the page: ${document.documentElement.scrollWidth}`);

      const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
      const light = (colour) => {
        const [red, green, blue] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      const ground = (element) => {
        for (let at = element; at; at = at.parentElement) {
          const colour = parts(getComputedStyle(at).backgroundColor);
          if (colour.length < 4 || colour[3] > 0.9) return colour;
        }
        return [255, 255, 255];
      };
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const text = walker.currentNode.textContent.trim();
        const element = walker.currentNode.parentElement;
        if (!text || !shown(element) || element.closest('.skip-link, script, style, noscript')) continue;
        const [ink, paper] = [light(parts(getComputedStyle(element).color)), light(ground(element))].sort((one, other) => other - one);
        const ratio = (ink + 0.05) / (paper + 0.05);
        if (ratio < CONTRAST) found.add(`faint ${ratio.toFixed(1)}: ${named(element)}`);
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < 15) found.add(`tiny ${size}px: ${named(element)}`);
        const style = getComputedStyle(element);
        // In a list each row is one line, and the whole stands on the page behind it.
        if (!element.closest('[role="grid"]') && style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1) found.add(`cut: ${named(element)}`);
        const foreign = language === 'zh' ? /[A-Za-z]{3,}/ : /\p{Script=Han}{2,}/u;
        if (language && foreign.test(text)) found.add(`language: ${text.slice(0, 60)}`);
      }
      return [...found];
    },
    { language, TARGET_PX, CONTRAST },
  );
