#!/usr/bin/env node
// A registry mirror that lacks other platforms' packages makes npm drop them from the lock file, and `npm ci` then
// refuses it. This writes those optional packages back, each with its exact version and the platform its name tells.
// Run it after adding a dependency: node tools/ci/complete-lock.mjs
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']
const exact = /^\d+\.\d+\.\d+[\w.-]*$/

/** What the package's own os, cpu and libc fields say, told from its name; null where the name tells nothing. */
function platform(name) {
  if (name === 'fsevents') return { os: ['darwin'] }
  const parts = name.split(/[/-]/)
  const found = (known) => known.filter((word) => parts.includes(word))
  const [os, cpu] = [found(systems), found(processors)]
  if (cpu.length === 0) return null
  const libc = parts.some((part) => part.startsWith('musl')) ? ['musl'] : parts.includes('gnu') ? ['glibc'] : []
  return { cpu, ...(os.length > 0 && { os }), ...(os[0] === 'linux' && libc.length > 0 && { libc }) }
}

const added = []
for (const owner of Object.values(lock.packages)) {
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`
    if (lock.packages[place]) continue
    const only = platform(name)
    const version = range.replace(/^[~^]/, '')
    if (!only || !exact.test(version)) throw new Error(`${name}@${range}: its platform or version cannot be told.`)
    lock.packages[place] = { version, ...(owner.dev && { dev: true }), optional: true, ...only }
    added.push(`${name}@${version}`)
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
lock.packages = Object.fromEntries(sorted)
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length > 0 ? `Added ${added.join(', ')}` : 'Nothing was missing.')
