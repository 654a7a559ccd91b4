import { test } from 'vitest'

/**
 * A test of what a computer may lack. There it is said, and does not exist: a skipped test counts as failed. CI installs
 * everything.
 * @param needed what must be installed
 */
export function testIfInstalled(needed: string, isInstalled: boolean, name: string, run: () => Promise<void> | void) {
  if (isInstalled || process.env.CI) test(name, run)
  else console.warn(`NOT TESTED: “${name}”, because ${needed} is not installed.`)
}
