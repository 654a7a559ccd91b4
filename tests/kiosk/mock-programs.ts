import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

export const kiosk = join(import.meta.dirname, '../../kiosk')
export const readKioskFile = (name: string) => readFileSync(join(kiosk, name), 'utf8')
/** Of the tests of one file. */
export const folder = mkdtempSync(join(tmpdir(), 'songwalk-kiosk-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The default settings. */
export const settings = Object.fromEntries(
  [...readKioskFile('songwalk.conf').matchAll(/^([A-Z]+)=(.*)$/gm)].map(([, name, value]) => [
    name as string,
    value as string,
  ]),
)

/** Puts shell scripts in the place of programs; the result runs a script of kiosk/ and returns what they logged. */
export function mockPrograms(name: string, programs: Record<string, string>) {
  const bin = join(folder, name)
  mkdirSync(join(bin, 'state'), { recursive: true })
  for (const [program, lines] of Object.entries(programs))
    writeFileSync(join(bin, program), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  const env = {
    ...settings,
    HOME: bin,
    XDG_RUNTIME_DIR: join(bin, 'state'),
    RUNTIME_DIRECTORY: join(bin, 'state'),
    CALLED: join(bin, 'called'),
  }
  return (script: string, more: Record<string, string> = {}, wanted: 'called' | 'stdout' = 'called') => {
    rmSync(env.CALLED, { force: true })
    const path = `${bin}:${process.env.PATH}`
    const output = execFileSync(join(kiosk, script), { env: { ...env, PATH: path, ...more }, stdio: 'pipe' })
    if (wanted === 'stdout') return String(output).trim()
    return readFileSync(env.CALLED, { encoding: 'utf8', flag: 'a+' }).trim()
  }
}
