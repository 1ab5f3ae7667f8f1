// Module hooks that let a child process of a test import the sources: Node 20 cannot read TypeScript.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

// tsup's own: TypeScript's compiler takes two seconds longer to load.
const require = createRequire(import.meta.url)
const { transform } = createRequire(require.resolve('tsup/package.json'))('esbuild')

export async function resolve(specifier, context, next) {
  if (specifier.endsWith('.js') && /^(\.|file:)/.test(specifier)) {
    const source = new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL)
    if (source.protocol === 'file:' && existsSync(source)) {
      return { url: source.href, format: 'module', shortCircuit: true }
    }
  }
  return next(specifier, context)
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context)
  const source = await readFile(new URL(url), 'utf8')
  const { code } = await transform(source, { loader: 'ts', target: 'es2022', sourcemap: 'inline' })
  return { format: 'module', source: code, shortCircuit: true }
}
