import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runGatewayCase, startReferee } from './restarts/gatewayCase.js'
import { loseFiles } from './restarts/lostFiles.js'
import { runSbnCase } from './restarts/sbnCase.js'
import { type Place, startPlace } from './restarts/startPlace.js'

// Where what dies can be most wrong about what it has done. `npm run test:long -- restarts` takes all.
const submitted = 'commit outbox.intents+outbox.queue+outbox.senders'
const dangers = {
  gateway: [
    'commit gateway/registrations+outbox.intents+outbox.queue+outbox.senders after#1',
    'commit follower.blocks+follower.cursors+gateway/openPasses+gateway/passes before#1',
    'message deliver after#1',
    'commit gateway/openPasses+outbox.intents+outbox.queue+outbox.senders after#1',
  ],
  sbn: [
    `${submitted}+sbn/keys+sbn/registrations after#1`,
    'commit sbn/checks+sbn/findings+sbn/gateways before#1',
    'commit sbn/assignments+sbn/openQuotes+sbn/quotes+sbn/requestIds after#1',
    'commit sbn/deliveries after#1',
    `${submitted}+sbn/openPasses after#1`,
  ],
}

let folder: string
let place: Place
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'passband-restarts-'))
  place = await startPlace(folder)
})
afterAll(async () => {
  await place?.close()
  await rm(folder, { recursive: true })
})

test('a gateway that is killed again and again forgets nothing and does nothing twice', async () => {
  const findings: string[] = []
  const referee = await startReferee(place)
  try {
    const { deaths, missed } = await runGatewayCase(place, referee, {
      deadly: dangers.gateway,
      find: (finding) => findings.push(finding),
      index: 0,
    })
    expect(findings).toEqual([])
    expect(missed).toEqual([])
    expect(deaths).toHaveLength(dangers.gateway.length)
  } finally {
    await referee.close()
  }
}, 120_000)

test('an SBN that is killed again and again forgets nothing and does nothing twice', async () => {
  const findings: string[] = []
  const { deaths, missed } = await runSbnCase(place, {
    deadly: dangers.sbn,
    find: (finding) => findings.push(finding),
  })
  expect(findings).toEqual([])
  expect(missed).toEqual([])
  expect(deaths).toHaveLength(dangers.sbn.length)
}, 120_000)

test('a gateway and an SBN that lost their files come back from their keys and the chain', async () => {
  const findings: string[] = []
  await loseFiles(place, (finding) => findings.push(finding))
  expect(findings).toEqual([])
}, 120_000)
