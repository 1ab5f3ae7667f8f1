// Loaded before a program: its machine's clock is wrong by so many milliseconds, as `Date` shows it.
const shift = Number(process.env.CLOCK_SHIFT ?? 0)
const { now } = Date
const Real = Date
globalThis.Date = class extends Real {
  constructor(...parameters) {
    if (parameters.length === 0) super(now() + shift)
    else super(...parameters)
  }
  static now() {
    return now() + shift
  }
}
