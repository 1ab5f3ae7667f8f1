import { configDefaults, defineConfig } from 'vitest/config'

/**
 * Where nothing runs on: whole rooms, and files of the others. Their tests are many and short, and take turns in
 * `vitest.parts.config.ts`.
 */
export const parts = [
  ...['actions', 'errors', 'events', 'geo', 'internal', 'measuring', 'protocol', 'store'].map(
    (room) => `src/${room}/**/*.test.ts`,
  ),
  'src/follower/{bloom,window}.test.ts',
  'src/gateway/{checkTerms,createTestMeter}.test.ts',
  'src/outbox/{createReporter,pickAgreed,raiseFees,submitAgain}.test.ts',
  'src/sbn/{assignGateway,candidates,changePass,deriveKeyPair,explain,pricing,reservations}.test.ts',
  'src/sbn/blind/{concludePending,createGuard,drawOrder,judgeResults,keepBlindCheck,keepFinding,spending}.test.ts',
  'src/sbn/challengers/{judgeAnswers,judgeExits,sealShared}.test.ts',
  'src/sbn/checking/{checkSoon,createLane,createMeetings,drawThroughputTime,judgeClaim,recordCheck}.test.ts',
  'src/sbn/checking/{runDueChecks,toGroups,traffic}.test.ts',
  'src/sbn/{inbox/budget,scoring/*}.test.ts',
  'src/subscriber/{purchasing/isOwnPurchase,writeRequest}.test.ts',
  'test/long/{chaos,harness}/*.test.ts',
]

export default defineConfig({
  test: {
    name: 'sdk',
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...parts],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Each test file loads its packages anew, and these are of hundreds of files: one file of each.
    deps: {
      optimizer: {
        ssr: {
          enabled: true,
          include: [
            ...['viem', 'viem/accounts', 'viem/actions', 'viem/chains', 'viem/nonce', 'viem/utils'],
            'zod/mini',
          ],
        },
      },
    },
  },
})
