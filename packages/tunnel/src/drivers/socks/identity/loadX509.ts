import { createRequire } from 'node:module'

type Reflection = Partial<Record<'getMetadata' | 'getOwnMetadata' | 'defineMetadata', unknown>>

/**
 * Loads `@peculiar/x509`, which is large and needed only for making an identity. It asks for the
 * reflect-metadata polyfill while loading, but declares its classes without using it. Answers to
 * that are put up for the moment of the (synchronous) load only, so that a real polyfill, loaded
 * before or after, is not disturbed.
 */
export function loadX509(): typeof import('@peculiar/x509') {
  const reflection = Reflect as Reflection
  const require = createRequire(import.meta.url)
  if (reflection.getMetadata !== undefined) return require('@peculiar/x509')
  reflection.getMetadata = () => undefined
  reflection.getOwnMetadata = () => undefined
  reflection.defineMetadata = () => {}
  try {
    return require('@peculiar/x509')
  } finally {
    delete reflection.getMetadata
    delete reflection.getOwnMetadata
    delete reflection.defineMetadata
  }
}
