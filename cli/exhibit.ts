import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SongError } from '../audio/errors.ts'
import { dataFolder, usualSite } from './exhibit/analysis-cache.ts'
import { spoken } from './exhibit/available-languages.ts'
import { buildExhibit } from './exhibit/build-exhibit.ts'
import { listenToExhibit } from './exhibit/check-exhibit.ts'
import { type CommandLine, readCommandLine, readPort } from './exhibit/command-line.ts'
import { clock, count } from './exhibit/phrasing.ts'
import { setPin } from './exhibit/pin-command.ts'
import { builtSongs } from './exhibit/site-folder.ts'
import { createSongBars } from './exhibit/song-progress-bars.ts'

type Values = CommandLine['values']
type Run = (folder: string, values: Values, signal: AbortSignal) => Promise<void>

const textOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)
const note = (sentence: string) => console.error(`Note: ${sentence}`)

const check: Run = async (folder, _, signal) => {
  const bars = createSongBars('Listening to')
  try {
    const { exhibit, songs, notes, duration } = await listenToExhibit(folder, bars, signal)
    bars.end()
    notes.forEach(note)
    const languages = count(exhibit.languages.length || spoken.length, 'language')
    console.log(`Nothing is wrong: ${count(songs.length, 'song')}, ${clock(duration)} minutes, ${languages}.`)
  } finally {
    bars.end()
  }
}

const outOf = (folder: string, values: Values): string => textOf(values.out) ?? usualSite(folder)

const build: Run = async (folder, values, signal) => {
  const bars = createSongBars('Analyzing')
  try {
    const built = await buildExhibit(folder, outOf(folder, values), { ...bars, note }, signal)
    bars.end()
    const { songs, analyzed, bytes, changed, site, version } = built
    const work = analyzed === 0 ? 'none new' : `${analyzed} new`
    const size = `${(bytes / 1e6).toFixed(1)} MB`
    console.log(
      `${changed ? 'Built' : 'Nothing has changed in'} “${site}”: ${count(songs.length, 'song')} (${work}), ${size}, version ${version}.`,
    )
  } finally {
    bars.end()
  }
}

const serve: Run = async (folder, values, signal) => {
  const bars = createSongBars('Analyzing')
  const options = {
    out: outOf(folder, values),
    host: textOf(values.host) ?? '127.0.0.1',
    port: readPort(textOf(values.port)),
    localPort: readPort(textOf(values['local-port']), 'local-port'),
    cert: textOf(values.cert),
    key: textOf(values.key),
    names: [values.name ?? []].flat(),
  }
  // The server's libraries are for those who serve.
  const { serveExhibit } = await import('./exhibit/serve-exhibit.ts')
  try {
    await serveExhibit(folder, options, { ...bars, note }, signal)
  } finally {
    bars.end()
  }
}

const pin: Run = async (folder, values) => {
  const path = await setPin(folder, textOf(values.pin))
  console.log(`The PIN is set in “${path}”. A server that is running takes it when it is started again.`)
}

const counts: Run = async (folder) => {
  const visits = join(dataFolder(folder), 'visits')
  if (!existsSync(visits)) throw new SongError(`Nobody has been counted in “${folder}” yet.`)
  const { openVisits } = await import('../server/visits-store.ts')
  const store = await openVisits(visits)
  try {
    process.stdout.write(store.csv(await builtSongs(usualSite(folder))))
  } finally {
    await store.close()
  }
}

const commands = { check, build, serve, pin, counts } satisfies Record<CommandLine['command'], Run>

async function main(): Promise<void> {
  const line = readCommandLine(process.argv.slice(2))
  if ('help' in line) return console.log(line.help)
  const stop = new AbortController()
  // The second one ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  try {
    await commands[line.command](line.folder, line.values, stop.signal)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    console.error('Stopped; songs that were finished are kept.')
    process.exitCode = 130
  }
}

/** Sentences for all that somebody can do something about; a bug shows what it is. */
const sentenceOf = (error: unknown): string =>
  error instanceof SongError ? error.message : `Something went wrong that should not have: ${String(error)}`

main().catch((error: unknown) => {
  console.error(sentenceOf(error))
  process.exitCode = error instanceof SongError ? 2 : 1
  // Whatever may still be open: a service that has failed must end, to be started again.
  setTimeout(() => process.exit(), 1000).unref()
})
