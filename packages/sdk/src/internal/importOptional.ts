import { PackageMissingError } from '../errors/config.js'

/**
 * Loads a package that is needed for this only.
 *
 * @throws `PackageMissingError` when it is not installed.
 */
export async function importOptional<module>(
  packageName: string,
  load: () => Promise<module>,
): Promise<module> {
  try {
    return await load()
  } catch (cause) {
    const { code } = cause as { code?: unknown }
    if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND')
      throw new PackageMissingError(packageName, { cause })
    throw cause
  }
}
