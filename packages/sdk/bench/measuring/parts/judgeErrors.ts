import { median } from '../../../src/measuring/median.js'

/** How far figures are from the truth, each as a part of it. */
export function judgeErrors(figures: readonly { measured: number; truth: number }[]) {
  const errors = figures.map(({ measured, truth }) => Math.abs(measured - truth) / truth)
  return {
    median: median(errors),
    worst: Math.max(0, ...errors),
    /** Part of the figures that are at most so far off. */
    within: (limit: number) =>
      errors.filter((error) => error <= limit).length / Math.max(1, errors.length),
  }
}

export function percent(part: number, digits = 1): string {
  return `${(part * 100).toFixed(digits)} %`
}
