import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isExpectedError, OperatorError } from '../server/operator-error.ts'
import { getDataFolder, getDefaultSiteFolder } from './exhibit/analysis-cache.ts'
import { supportedLanguages } from './exhibit/available-languages.ts'
import { buildExhibit } from './exhibit/build-exhibit.ts'
import { checkExhibitAudio } from './exhibit/check-exhibit.ts'
import { type CommandLine, parseCommandLine, parsePort } from './exhibit/command-line.ts'
import { formatCount, formatTime } from './exhibit/phrasing.ts'
import { setPin } from './exhibit/pin-command.ts'
import { readBuiltSongs } from './exhibit/site-folder.ts'
import { createSongProgressBars } from './exhibit/song-progress-bars.ts'

type OptionValues = CommandLine['values']
type CommandHandler = (folder: string, values: OptionValues, signal: AbortSignal) => Promise<void>

const firstValue = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value
const printNote = (sentence: string) => console.error(`Note: ${sentence}`)

const runCheck: CommandHandler = async (folder, _, signal) => {
  const bars = createSongProgressBars('Listening to')
  try {
    const { exhibit, songs, notes, duration } = await checkExhibitAudio(folder, bars, signal)
    bars.stop()
    notes.forEach(printNote)
    const languages = formatCount(exhibit.languages.length || supportedLanguages.length, 'language')
    console.log(
      `Nothing is wrong: ${formatCount(songs.length, 'song')}, ${formatTime(duration)} minutes, ${languages}.`,
    )
  } finally {
    bars.stop()
  }
}

const resolveSiteFolder = (folder: string, values: OptionValues): string =>
  firstValue(values.out) ?? getDefaultSiteFolder(folder)

const runBuild: CommandHandler = async (folder, values, signal) => {
  const bars = createSongProgressBars('Analyzing')
  try {
    const built = await buildExhibit(folder, resolveSiteFolder(folder, values), { ...bars, printNote }, signal)
    bars.stop()
    const { songs, analyzedCount: analyzed, bytes, changed, site, version } = built
    const work = analyzed === 0 ? 'none new' : `${analyzed} new`
    const size = `${(bytes / 1e6).toFixed(1)} MB`
    console.log(
      `${changed ? 'Built' : 'Nothing has changed in'} “${site}”: ${formatCount(songs.length, 'song')} (${work}), ${size}, version ${version}.`,
    )
  } finally {
    bars.stop()
  }
}

const runServe: CommandHandler = async (folder, values, signal) => {
  const bars = createSongProgressBars('Analyzing')
  const options = {
    out: resolveSiteFolder(folder, values),
    host: firstValue(values.host) ?? '127.0.0.1',
    port: parsePort(firstValue(values.port)),
    localPort: parsePort(firstValue(values['local-port']), 'local-port'),
    cert: firstValue(values.cert),
    key: firstValue(values.key),
    names: [values.name ?? []].flat(),
  }
  // The server's libraries are for those who serve.
  const { serveExhibit } = await import('./exhibit/serve-exhibit.ts')
  try {
    await serveExhibit(folder, options, { ...bars, printNote }, signal)
  } finally {
    bars.stop()
  }
}

const runPin: CommandHandler = async (folder, values) => {
  const path = await setPin(folder, firstValue(values.pin))
  console.log(`The PIN is set in “${path}”. A server that is running takes it when it is started again.`)
}

const runCounts: CommandHandler = async (folder) => {
  const visits = join(getDataFolder(folder), 'visits')
  if (!existsSync(visits)) throw new OperatorError(`Nobody has been counted in “${folder}” yet.`)
  const { openVisitsStore: openVisits } = await import('../server/visits-store.ts')
  const store = await openVisits(visits)
  try {
    process.stdout.write(store.formatCsv(await readBuiltSongs(getDefaultSiteFolder(folder))))
  } finally {
    await store.close()
  }
}

const commands = { check: runCheck, build: runBuild, serve: runServe, pin: runPin, counts: runCounts } satisfies Record<
  CommandLine['command'],
  CommandHandler
>

async function main(): Promise<void> {
  const line = parseCommandLine(process.argv.slice(2))
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
const formatError = (error: unknown): string =>
  isExpectedError(error) ? error.message : `Something went wrong that should not have: ${String(error)}`

main().catch((error: unknown) => {
  console.error(formatError(error))
  process.exitCode = isExpectedError(error) ? 2 : 1
  // Whatever may still be open: a service that has failed must end, to be started again.
  setTimeout(() => process.exit(), 1000).unref()
})
