/**
 * @typedef {object} Limit
 * @property {string} operation
 * @property {string[]} snapshots what to add up
 * @property {number} limit
 * @property {{ name: string, gas: number }} [peer] the best one that does the same
 *
 * @typedef {object} Waiver a limit that could not be kept safely
 * @property {string} operation
 * @property {number} measured the most that is put up with
 * @property {number} limit
 * @property {string} reason
 * @property {string} tried
 *
 * @typedef {Limit & { gas: number, state: 'kept' | 'waived' | 'missed' | 'needless' }} Verdict
 */

/**
 * Holds figures against limits. A waiver is needless when its limit is kept, and of no use for another limit or for more
 * gas than it says.
 * @param {Limit[]} limits
 * @param {Record<string, string>} figures gas of each snapshot
 * @param {Waiver[]} waivers
 * @returns {Verdict[]}
 */
export function judgeGas(limits, figures, waivers) {
  for (const { operation } of waivers)
    if (!limits.some((limit) => limit.operation === operation))
      throw new Error(`There is a waiver for "${operation}", and no such limit.`)

  return limits.map((limit) => {
    const gas = limit.snapshots.reduce((sum, name) => {
      const figure = Number(figures[name])
      if (!(figure > 0)) throw new Error(`"${name}" was not measured.`)
      return sum + figure
    }, 0)
    const waiver = waivers.find(({ operation }) => operation === limit.operation)
    const isKept = gas <= limit.limit
    if (!waiver) return { ...limit, gas, state: isKept ? 'kept' : 'missed' }
    if (isKept) return { ...limit, gas, state: 'needless' }
    const isWaived = waiver.limit === limit.limit && gas <= waiver.measured
    return { ...limit, gas, state: isWaived ? 'waived' : 'missed' }
  })
}
