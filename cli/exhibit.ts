import { existsSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { formatTime } from '../audio/format-time.ts'
import { listCsvLines } from '../protocol/visits-csv.ts'
import { createControlKey, removeControlKey } from '../server/control/control-key.ts'
import { OperatorError } from '../server/operator-error.ts'
import { adoptTimeZone } from './exhibit/adopt-time-zone.ts'
import { getDataFolder, getDefaultSiteFolder } from './exhibit/analysis-cache.ts'
import { supportedLanguages } from './exhibit/available-languages.ts'
import { buildExhibit } from './exhibit/build-exhibit.ts'
import { checkExhibitAudio } from './exhibit/check-exhibit.ts'
import { type CommandHandlers, createExhibitProgram } from './exhibit/exhibit-program.ts'
import { readExhibitText } from './exhibit/exhibit-text.ts'
import { formatCount } from './exhibit/phrasing.ts'
import { setPin } from './exhibit/set-pin.ts'
import { createSongProgressBars } from './exhibit/song-progress-bars.ts'
import { parseArguments, reportError } from './program.ts'

const printNote = (sentence: string) => console.error(`Note: ${sentence}`)

const createHandlers = (signal: AbortSignal): CommandHandlers => ({
  check: async (folder) => {
    const bars = createSongProgressBars('Decoding')
    try {
      const { exhibit, songs, notes, duration } = await checkExhibitAudio(folder, bars, signal)
      bars.stop()
      notes.forEach(printNote)
      const languages = formatCount(exhibit.languages.length || supportedLanguages.length, 'language')
      console.log(`No problems: ${formatCount(songs.length, 'song')}, ${formatTime(duration)} minutes, ${languages}.`)
    } finally {
      bars.stop()
    }
  },

  build: async (folder, { out = getDefaultSiteFolder(folder) }) => {
    const bars = createSongProgressBars('Analyzing')
    try {
      const built = await buildExhibit(folder, out, { ...bars, printNote }, signal)
      bars.stop()
      const { songs, analyzedCount, bytes, changed, site, version } = built
      const newSongs = analyzedCount === 0 ? 'none new' : `${analyzedCount} new`
      const size = `${(bytes / 1e6).toFixed(1)} MB`
      console.log(
        `${changed ? 'Built' : 'Nothing has changed in'} “${site}”: ${formatCount(songs.length, 'song')} (${newSongs}), ${size}, version ${version}.`,
      )
    } finally {
      bars.stop()
    }
  },

  serve: async (folder, { out = getDefaultSiteFolder(folder), name: names = [], proxy: proxies = [], ...options }) => {
    const bars = createSongProgressBars('Analyzing')
    // Only this command needs the server's libraries.
    const { serveExhibit } = await import('./exhibit/serve-exhibit.ts')
    try {
      await serveExhibit(folder, { ...options, out, names, proxies }, { ...bars, printNote }, signal)
    } finally {
      bars.stop()
    }
  },

  pin: async (folder, { pin }) => {
    const path = await setPin(folder, pin)
    console.log(`The PIN is set in “${path}”. Restart the server if it is running.`)
  },

  'control-key': async (folder, { remove = false }) => {
    await readExhibitText(folder)
    const dataFolder = getDataFolder(await realpath(folder))
    if (remove) {
      await removeControlKey(dataFolder)
      console.log('Show control by HTTP is off.')
    } else {
      console.log(await createControlKey(dataFolder))
      console.error('This key is not kept, only its hash: write it down. It counts at once; the one before no more.')
    }
  },

  counts: async (folder) => {
    const visitsFolder = join(getDataFolder(folder), 'visits')
    if (!existsSync(visitsFolder))
      throw new OperatorError(`No visits have been counted in “${folder}”; serve the exhibit first.`)
    const { openVisitsStore } = await import('../server/visits/visits-store.ts')
    const { createKnownExhibitReader } = await import('../server/visits/known-exhibit.ts')
    const { createSiteFiles } = await import('../server/site-files.ts')
    const { readIndex } = createSiteFiles(getDefaultSiteFolder(folder))
    await adoptTimeZone(getDefaultSiteFolder(folder))
    const readKnown = createKnownExhibitReader(readIndex, getDataFolder(folder), supportedLanguages)
    const visits = await openVisitsStore(visitsFolder, { readKnown })
    try {
      await visits.whenCounted()
      for (const line of listCsvLines(visits.totals(), (await readIndex()).songs)) process.stdout.write(line)
    } finally {
      await visits.close()
    }
  },

  export: async (folder, file) => {
    const { exportExhibit } = await import('./exhibit/export-exhibit.ts')
    const { songs, visits, bytes } = await exportExhibit(folder, file, signal)
    console.log(
      `Written and read back: “${file}”, ${formatCount(songs, 'song')}, ${formatCount(visits, 'visit')}, ${(bytes / 1e6).toFixed(1)} MB.`,
    )
    printNote('this file holds the keys of the exhibit. Only its owner may read it; keep it as safe as a key.')
  },

  import: async (file, folder) => {
    const { importExhibit } = await import('./exhibit/import-exhibit.ts')
    const { exhibit, songs, visits, created, aside } = await importExhibit(file, folder)
    console.log(
      `Imported into “${exhibit}”: ${formatCount(songs, 'song')}, ${formatCount(visits, 'visit')}, exported ${created}.`,
    )
    if (aside !== null) printNote(`the exhibit from before is kept in “${aside}”.`)
  },
})

async function main(): Promise<void> {
  // npm runs scripts in the project's folder, whatever folder they were asked for in.
  if (process.env.npm_lifecycle_event === 'exhibit' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  const stop = new AbortController()
  // A second signal ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  try {
    await parseArguments(createExhibitProgram(createHandlers(stop.signal)), process.argv.slice(2))
  } catch (error) {
    if (!stop.signal.aborted) throw error
    console.error('Stopped; songs that were analyzed are kept.')
    process.exitCode = 130
  }
}

main().catch((error: unknown) => {
  reportError(error)
  // A service that has failed must end to be restarted, whatever is still open.
  setTimeout(() => process.exit(), 1000).unref()
})
