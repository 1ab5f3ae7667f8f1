import { createClient, http } from 'viem'
import { estimateGas, readContract } from 'viem/actions'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getBalance } from '../actions/prix/getBalance.js'
import { transferCall } from '../actions/prix/transfer.js'
import { withdrawBondCall } from '../actions/sbns/withdrawBond.js'
import { type Market, startMarket } from '../actions/testing/startMarket.js'
import { marketplaceAbi } from '../contracts/generated.js'
import { defineDevnetChain } from '../devnet/defineDevnetChain.js'
import { type RpcProxy, startRpcProxy } from '../internal/testing/startRpcProxy.js'
import { ContractRevertedError, getContractError } from './contract.js'
import { toChainError } from './toChainError.js'
import { translateViemError } from './translateViemError.js'

let market: Market
let proxy: RpcProxy
beforeAll(async () => {
  market = await startMarket()
})
beforeEach(async () => {
  proxy = await startRpcProxy(market.rpcUrl)
})
afterEach(() => proxy.close())
afterAll(() => market.close())

const throughProxy = () =>
  createClient({
    chain: defineDevnetChain(proxy.url, market.contracts),
    transport: http(undefined, { retryCount: 0 }),
  })

const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable('It should have failed.'),
    (error: unknown) => error,
  )

const read = () =>
  caught(
    readContract(throughProxy(), {
      address: market.contracts.marketplace,
      abi: marketplaceAbi,
      functionName: 'ownerOf',
      args: [5n],
    }),
  )

const estimate = () => {
  const call = transferCall(market.contracts, { to: market.treasury, amount: 1n })
  return caught(estimateGas(throughProxy(), { ...call, account: market.payee }))
}

const insufficientBalance = '0xf4d678b8'

describe('getContractError', () => {
  test('decodes a revert while reading and while estimating, with the same error', async () => {
    expect(getContractError(await read())).toMatchObject({ errorName: 'TokenDoesNotExist' })
    expect(getContractError(await estimate())).toMatchObject({
      code: 'INSUFFICIENT_PRIX',
      errorName: 'InsufficientBalance',
    })
  })

  test('gives the arguments of the contract’s error', async () => {
    const account = market.gateway.account.address
    const error = await caught(
      estimateGas(market.gateway, { account, ...withdrawBondCall(market.contracts) }),
    )
    expect(getContractError(error)).toMatchObject({
      code: 'SBN_NOT_REGISTERED',
      errorName: 'Marketplace_SbnNotRegistered',
      args: [account],
    })
  })

  test.each([
    ['under the error', { data: insufficientBalance }],
    ['one level down', { data: { data: insufficientBalance, message: 'x' } }],
    ['in what a wallet passes on', { data: { originalError: { data: insufficientBalance } } }],
  ])('finds the data %s, whatever the code', async (_, where) => {
    for (const code of [3, -32_000, -32_603, -32_015]) {
      const refusal = { code, message: 'VM Exception', ...where }
      proxy.intercept = () => refusal
      for (const error of [await read(), await estimate()])
        expect(getContractError(error)).toMatchObject({ code: 'INSUFFICIENT_PRIX' })
    }
  })

  test('calls it a revert without a reason when the data is unknown or missing', async () => {
    for (const data of ['0x', '0xdeadbeef', undefined]) {
      const refusal = { code: 3, message: 'execution reverted', data }
      proxy.intercept = () => refusal
      for (const error of [await read(), await estimate()])
        expect(getContractError(error)).toMatchObject({
          code: 'CONTRACT_REVERTED',
          errorName: undefined,
        })
    }
  })

  test.each([
    [-32_603, 'internal error'],
    [-32_603, 'header not found: the block was reverted'],
    [-32_000, 'reverting to an earlier snapshot, try again'],
    [-32_005, 'rate limited'],
  ])('does not call an error %i of the server a revert: %s', async (code, message) => {
    proxy.intercept = () => ({ code, message })
    for (const error of [await read(), await estimate()]) {
      expect(getContractError(error)).toBeUndefined()
      expect(toChainError(error)).not.toBeInstanceOf(ContractRevertedError)
    }
  })

  test('does not call it a revert when there is no contract at the address', async () => {
    const contracts = { ...market.contracts, prix: market.payee }
    const error = await caught(getBalance(market.sbn, { account: market.payee, contracts }))
    expect(error).not.toBeInstanceOf(ContractRevertedError)
    expect(error).toMatchObject({ code: 'CHAIN_ANSWER_INVALID' })
  })
})

describe('toChainError', () => {
  test('says that a dead server cannot be reached', async () => {
    proxy.intercept = () => 'refuse'
    for (const error of [await read(), await estimate()])
      expect(toChainError(error)).toMatchObject({ code: 'CHAIN_UNREACHABLE', retryable: true })
  })

  test('passes on what is not a failure of the chain', () => {
    const error = new TypeError('x')
    expect(translateViemError(error)).toBe(error)
    const own = new ContractRevertedError(undefined)
    expect(toChainError(own)).toBe(own)
  })
})
