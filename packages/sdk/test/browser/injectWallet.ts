/**
 * Puts a wallet into a page, before the page's own scripts run: EIP-1193, announced as EIP-6963 says. It keeps no
 * key and only sends: the chain signs for the account, as a hardware wallet would. Runs in the browser, so it uses
 * nothing from outside.
 */
export function injectWallet({ account, rpcUrl }: { account: string; rpcUrl: string }): void {
  const accounts = ['eth_accounts', 'eth_requestAccounts']
  const refused = /^(personal_|wallet_|eth_sign$|eth_signTransaction$|eth_sendRawTransaction$)/
  const fail = (code: number, message: string, data?: unknown) =>
    Object.assign(new Error(message), { code, data })
  const provider = {
    async request({ method, params = [] }: { method: string; params?: unknown[] }) {
      if (accounts.includes(method)) return [account]
      if (refused.test(method)) throw fail(4200, `This wallet has no ${method}.`)
      const response = await fetch(rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      })
      const { error, result } = await response.json()
      if (error) throw fail(error.code, error.message, error.data)
      return result
    },
    on: () => provider,
    removeListener: () => provider,
  }
  const uuid = crypto.randomUUID()
  const info = { uuid, name: 'Test wallet', icon: 'data:image/svg+xml,', rdns: 'example.wallet' }
  const announce = () =>
    dispatchEvent(
      new CustomEvent('eip6963:announceProvider', { detail: Object.freeze({ info, provider }) }),
    )
  addEventListener('eip6963:requestProvider', announce)
  announce()
}
