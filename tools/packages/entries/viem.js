// The part of viem that buying takes, without anything of ours: what is on top of it is ours.
import { createClient, custom, encodeFunctionData, recoverTypedDataAddress } from 'viem'
import {
  estimateGas,
  getBlock,
  getChainId,
  sendTransaction,
  signTypedData,
  waitForTransactionReceipt,
} from 'viem/actions'

export const used = [
  createClient,
  custom,
  encodeFunctionData,
  estimateGas,
  getBlock,
  getChainId,
  recoverTypedDataAddress,
  sendTransaction,
  signTypedData,
  waitForTransactionReceipt,
]
