import { expect, test } from 'vitest'
import { decideEarly } from './decideEarly.js'

const hanging = new Promise<undefined>(() => {})

/** What a majority of three says. */
function majority(answers: readonly (number | undefined)[]): number | undefined {
  return answers.find(
    (one, index) => one !== undefined && answers.some((other, at) => at > index && other === one),
  )
}

test('those that agree are enough, and one that hangs is not waited for', async () => {
  const answers = [hanging, Promise.resolve(1), Promise.resolve(1)]
  expect(await decideEarly(answers, 2, majority)).toBe(1)
})

test('when those that came first do not agree, the last one decides', async () => {
  let answer = (_: number) => {}
  const late = new Promise<number>((resolve) => {
    answer = resolve
  })
  const decided = decideEarly(
    [Promise.resolve(1), Promise.resolve(2), late],
    2,
    (answers, isComplete) => {
      if (!isComplete) answer(2)
      return majority(answers)
    },
  )
  expect(await decided).toBe(2)
})

test('no answer is not enough, and not to agree is no decision', async () => {
  const seen: (readonly (number | undefined)[])[] = []
  const answers = [Promise.resolve(1), Promise.resolve(undefined), Promise.resolve(2)]
  const decide = (known: readonly (number | undefined)[]) => {
    seen.push(known)
    return majority(known)
  }
  expect(await decideEarly(answers, 3, decide)).toBeUndefined()
  expect(seen).toEqual([[1, undefined, 2]])
})

test('what a decision throws is thrown', async () => {
  const decide = () => {
    throw new Error('undecided')
  }
  await expect(decideEarly([Promise.resolve(1)], 1, decide)).rejects.toThrow('undecided')
})
