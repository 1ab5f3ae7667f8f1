import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Address, createClient, defineChain, type Hex, http, parseAbi } from 'viem'
import {
  getBlock,
  getBlockNumber,
  getCode,
  getTransaction,
  getTransactionCount,
  getTransactionReceipt,
  waitForTransactionReceipt,
  writeContract,
} from 'viem/actions'
import { getContractAddress } from 'viem/utils'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { getConfiguration } from '../../packages/sdk/src/actions/protocol/getConfiguration.js'
import type { Contracts } from '../../packages/sdk/src/contracts/getContracts.js'
import { type Anvil, startAnvil } from '../../packages/sdk/src/devnet/startAnvil.js'
import { getDeploymentBlock } from '../../packages/sdk/src/internal/getDeploymentBlock.js'
import type { Deployment } from '../../packages/sdk/src/protocol/domain.js'
import { runTool } from './testing/runTool.js'
import { startInterruptingProxy } from './testing/startInterruptingProxy.js'

const contracts = fileURLToPath(new URL('../../packages/contracts/', import.meta.url))
// No chain has these; `.gitignore` knows them. Each test file of this kind would need its own.
const [first, second, third, interrupted, shanghai, bare] = [
  313_370_001, 313_370_002, 313_370_003, 313_370_004, 313_370_005, 313_370_006,
] as const
// Anvil's first accounts, which it signs for.
const deployer = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const owner = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const treasury = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC'
const variables = {
  TREASURY: treasury,
  OWNER: owner,
  PROTOCOL_FEE: '100',
  BOND: '100000000000',
  UNBONDING_TIME: '604800',
  PRIX_HOLDER: deployer,
  PRIX_SUPPLY: '1000000000000000',
}
/** EIP-7825: no transaction may ask for more. */
const maxTransactionGas = 16_777_216n

type File = Contracts &
  Deployment & {
    block: number
    salt: Hex
    constructorArguments: Hex
    owner: Address
    treasury: Address
    protocolFee: number
    bond: string
    unbondingTime: number
  }

const anvils: Anvil[] = []
async function start(chainId: number, ...args: string[]) {
  const anvil = await startAnvil({ args: ['--chain-id', String(chainId), ...args] })
  anvils.push(anvil)
  return anvil.url
}

const pathOf = (chainId: number) => `${contracts}deployments/${chainId}.json`
const readText = (chainId: number) => readFileSync(pathOf(chainId), 'utf8')
const read = (chainId: number): File => JSON.parse(readText(chainId))
function clear() {
  for (const chainId of [first, second, third, interrupted, shanghai, bare]) {
    rmSync(pathOf(chainId), { force: true })
    for (const folder of ['broadcast', 'cache'])
      rmSync(`${contracts}${folder}/Deploy.s.sol/${chainId}`, { recursive: true, force: true })
  }
}

const connect = (rpcUrl: string, chainId: number) =>
  createClient({
    transport: http(rpcUrl),
    chain: defineChain({
      id: chainId,
      name: 'Test',
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
  })
const deploy = (rpcUrl: string, changes: Record<string, string | undefined> = {}) =>
  runTool(['tools/deploy.mjs', '--rpc-url', rpcUrl, '--unlocked', '--sender', deployer], {
    ...variables,
    ...changes,
  })
const check = (rpcUrl: string) =>
  runTool([
    ...['tools/foundry.mjs', 'forge', 'script', 'packages/contracts/script/Deploy.s.sol'],
    ...['--sig', 'check()', '--rpc-url', rpcUrl],
  ])
const sent = (rpcUrl: string, chainId: number) =>
  getTransactionCount(connect(rpcUrl, chainId), { address: deployer })

beforeAll(clear)
afterAll(async () => {
  await Promise.all(anvils.map((anvil) => anvil.close()))
  clear()
})

describe('a deployment', () => {
  let url: string
  let file: File
  beforeAll(async () => {
    url = await start(first, '--hardfork', 'osaka')
    const { code, output } = await deploy(url)
    expect(code, output).toBe(0)
    file = read(first)
  }, 120_000)

  test('writes down where the contracts are, for the SDK to read', async () => {
    expect(file).toMatchObject({ chainId: first, owner, treasury, protocolFee: 100 })
    const client = connect(url, first)
    expect(await getConfiguration(client, { contracts: file })).toMatchObject({
      bond: BigInt(file.bond),
      treasury,
      unbondingTime: 604_800,
    })
    const { block: blockCreated, marketplace } = file
    const chain = {
      ...client.chain,
      contracts: { marketplace: { address: marketplace, blockCreated } },
    }
    expect(getDeploymentBlock(chain)).toBe(BigInt(file.block))
  })

  test('is two transactions that fit into a block of a chain after Osaka', async () => {
    const client = connect(url, first)
    expect(await sent(url, first)).toBe(2)
    expect(await getBlockNumber(client)).toBe(2n)
    const { transactions } = await getBlock(client, { blockNumber: BigInt(file.block) })
    const [hash] = transactions
    if (hash === undefined)
      throw new Error('There is no transaction in the block of the deployment.')
    const { gas } = await getTransaction(client, { hash })
    const { gasUsed, status } = await getTransactionReceipt(client, { hash })
    expect(status).toBe('success')
    expect(gas).toBeLessThanOrEqual(maxTransactionGas)
    expect(gasUsed).toBeGreaterThan(3_000_000n)
  })

  test('has the same addresses on every chain', async () => {
    const other = await start(second)
    const { code, output } = await deploy(other)
    expect(code, output).toBe(0)
    expect(read(second)).toEqual({ ...file, chainId: second })
  })

  test('sends nothing when it is there, and says so', async () => {
    const before = readText(first)
    const { code, output } = await deploy(url)
    expect(code, output).toBe(0)
    expect(output).toContain(`PRIX is already there: ${file.prix}`)
    expect(output).toContain(`Marketplace is already there: ${file.marketplace}`)
    expect(await sent(url, first)).toBe(2)
    expect(readText(first)).toBe(before)
  })

  test('finds out again since when it is there, when the file is lost', async () => {
    const before = readText(first)
    await connect(url, first).request({ method: 'anvil_mine' as never, params: ['0x25'] as never })
    rmSync(pathOf(first))
    const { code, output } = await deploy(url)
    expect(code, output).toBe(0)
    expect(readText(first)).toBe(before)
  })

  test('does not take the place of another one on the same chain', async () => {
    const before = readText(first)
    const { code, output } = await deploy(url, { SALT: `0x${'11'.repeat(32)}` })
    expect(code).toBe(1)
    expect(output).toContain('Deploy_FileNamesAnother')
    expect(await sent(url, first)).toBe(2)
    expect(readText(first)).toBe(before)
  })

  test('takes a token that is there, and another salt', async () => {
    const other = await start(third)
    const salt = { SALT: `0x${'11'.repeat(32)}` } as const
    const plain = await deploy(other)
    expect(plain.code, plain.output).toBe(0)
    const { prix, marketplace } = read(third)
    rmSync(pathOf(third))
    const { code, output } = await deploy(other, {
      ...salt,
      PRIX: prix,
      PRIX_HOLDER: undefined,
      PRIX_SUPPLY: undefined,
    })
    expect(code, output).toBe(0)
    expect(await sent(other, third)).toBe(3)
    expect(read(third)).toMatchObject({ prix, salt: salt.SALT })
    expect(read(third).marketplace).not.toBe(marketplace)
  })
})

describe('an argument', () => {
  test.each([
    ['TREASURY', { TREASURY: '0x0000000000000000000000000000000000000000' }],
    ['PROTOCOL_FEE', { PROTOCOL_FEE: '501' }],
    ['PRIX', { PRIX_SUPPLY: undefined }],
  ])('%s that is wrong is named, and nothing is sent', async (name, changes) => {
    const url = anvils[0]?.url ?? ''
    const before = await sent(url, first)
    const { code, output } = await deploy(url, changes)
    expect(code).toBe(1)
    expect(output).toContain(`Deploy_ArgumentInvalid("${name}"`)
    expect(await sent(url, first)).toBe(before)
  })

  test('that says which chain can not be left out', async () => {
    const { code, output } = await runTool(['tools/deploy.mjs'], variables)
    expect(code).toBe(1)
    expect(output).toContain('Which chain?')
  })
})

test('a deployment that was interrupted is completed by the same command', async () => {
  const url = await start(interrupted)
  await using proxy = await startInterruptingProxy(url, 1)
  const { code, output } = await deploy(proxy.url)
  expect(code).not.toBe(0)
  expect(output).toContain('The same command goes on')
  expect(await sent(url, interrupted)).toBe(1)
  expect(() => readText(interrupted)).toThrow(/ENOENT/)

  const again = await deploy(url)
  expect(again.code, again.output).toBe(0)
  expect(again.output).toContain('PRIX is already there')
  expect(await sent(url, interrupted)).toBe(2)
  expect(read(interrupted).marketplace).toBe(read(first).marketplace)
})

describe('a chain', () => {
  test('without the deterministic deployment proxy is refused before anything is sent', async () => {
    const url = await start(bare, '--disable-default-create2-deployer')
    const { code, output } = await deploy(url)
    expect(code).toBe(1)
    expect(output).toContain('Deploy_ProxyMissing(0x4e59b44847b379578588920cA78FbF26c0B4956C)')
    expect(await sent(url, bare)).toBe(0)
  })

  test('that lacks an instruction is refused before anything is sent', async () => {
    const url = await start(shanghai, '--hardfork', 'shanghai')
    const { code, output } = await deploy(url)
    expect(code).toBe(1)
    expect(output).toContain('Deploy_OpcodeMissing("MCOPY"')
    expect(await sent(url, shanghai)).toBe(0)
  })
})

describe('npm run deploy:check', () => {
  let url: string
  beforeAll(() => {
    url = anvils[0]?.url ?? ''
  })

  test('agrees with what was just deployed', async () => {
    const { code, output } = await check(url)
    expect(code, output).toBe(0)
    expect(output).toContain(`${first}.json agrees with the chain`)
  })

  test.each([
    ['treasury', { treasury: deployer }],
    ['bond', { bond: '100000000001' }],
    ['protocolFee', { protocolFee: 99 }],
    ['marketplace', { salt: `0x${'11'.repeat(32)}` }],
    ['chainId', { chainId: 1 }],
  ])('says when the file has another %s', async (name, changes) => {
    const before = readText(first)
    try {
      writeFileSync(pathOf(first), JSON.stringify({ ...read(first), ...changes }))
      const { code, output } = await check(url)
      expect(code).toBe(1)
      expect(output).toContain(`Deploy_Differs("${name}"`)
    } finally {
      writeFileSync(pathOf(first), before)
    }
  })

  test.each([
    ['the marketplace', () => read(first).marketplace],
    ['its extension', () => getContractAddress({ from: read(first).marketplace, nonce: 1n })],
  ])('says when one byte in the code of %s is another', async (name, locate) => {
    const client = connect(url, first)
    const address = locate()
    const code = await getCode(client, { address })
    if (code === undefined) throw new Error(`There is no code of ${name}.`)
    const setCode = (value: Hex) =>
      client.request({ method: 'anvil_setCode' as never, params: [address, value] as never })
    const middle = code.length / 2 - ((code.length / 2) % 2)
    const byte = code.slice(middle, middle + 2) === '00' ? '01' : '00'
    try {
      await setCode(`0x${code.slice(2, middle)}${byte}${code.slice(middle + 2)}`)
      const { code: exitCode, output } = await check(url)
      expect(exitCode).toBe(1)
      expect(output).toContain(`Deploy_Differs("code of ${name}"`)
    } finally {
      await setCode(code)
    }
  })

  test('says when the owner is another', async () => {
    const client = connect(url, first)
    const hash = await writeContract(client, {
      account: owner,
      address: read(first).marketplace,
      abi: parseAbi(['function renounceOwnership()']),
      functionName: 'renounceOwnership',
    })
    await waitForTransactionReceipt(client, { hash })
    const { code, output } = await check(url)
    expect(code).toBe(1)
    expect(output).toContain('Deploy_Differs("owner"')
    // Deploying again only reads, and brings the file up to date.
    const again = await deploy(url)
    expect(again.code, again.output).toBe(0)
    expect(read(first).owner).toBe('0x0000000000000000000000000000000000000000')
    expect((await check(url)).code).toBe(0)
  })
})
