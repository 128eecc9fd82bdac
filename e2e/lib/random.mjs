// Chance with a seed, which is printed, so that a failing run can be run again: SEED=123 node e2e/run.mjs k1

export class Chance {
  constructor(seed = Number(process.env.SEED) || (Date.now() & 0x7fffffff)) {
    this.seed = seed;
    this.state = seed >>> 0;
  }

  /** From 0 up to and without 1. */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least, most) {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  one(list) {
    return list[this.between(0, list.length - 1)];
  }

  /** The same things in another order. */
  shuffled(list) {
    const all = [...list];
    for (let at = all.length - 1; at > 0; at -= 1) {
      const other = this.between(0, at);
      [all[at], all[other]] = [all[other], all[at]];
    }
    return all;
  }
}
