/** @typedef {import('./createMutants.mjs').Mutant} Mutant */

/**
 * All mutants in an order in which any first part of them is spread over files and kinds of mistakes: one of each file
 * and kind, then a second one, and so on.
 * @param {readonly Mutant[]} mutants
 * @param {<value>(values: value[]) => value[]} shuffle
 */
export function orderMutants(mutants, shuffle) {
  /** @type {Map<string, Mutant[]>} */
  const groups = new Map()
  for (const mutant of mutants) {
    const key = `${mutant.file} ${mutant.kind}`
    groups.set(key, [...(groups.get(key) ?? []), mutant])
  }
  const queues = [...groups.values()].map((group) => shuffle(group))
  /** @type {Mutant[]} */
  const ordered = []
  for (let turn = 0; ordered.length < mutants.length; turn++)
    ordered.push(...shuffle(queues.flatMap((queue) => queue[turn] ?? [])))
  return ordered
}
