import { readFile } from 'node:fs/promises'

const file =
  process.platform === 'win32'
    ? `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\drivers\\etc\\hosts`
    : '/etc/hosts'

/** The addresses that the hosts file gives to names, which are in lower case. Empty without a file. */
export async function readHosts(path = file): Promise<Map<string, { address: string }[]>> {
  const hosts = new Map<string, { address: string }[]>()
  const text = await readFile(path, 'utf8').catch(() => '')
  for (const line of text.split('\n')) {
    const [address, ...names] = line.replace(/#.*/s, '').trim().toLowerCase().split(/\s+/)
    if (!address) continue
    for (const name of names) hosts.set(name, [...(hosts.get(name) ?? []), { address }])
  }
  return hosts
}
