import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { analyzeSong } from '../audio/analysis/analyze-song.ts'
import { readTags } from '../audio/decoding/tags.ts'
import { readSongFile, type SongBundle, writeSongFile } from '../audio/song/song-file.ts'
import { createMissingAudioError, isSongFile, isSongJson, SONG_FILE_EXTENSION } from '../audio/song/song-file-kind.ts'
import { describeSource, titleFromName } from '../audio/song/song-source.ts'
import { isExpectedError, OperatorError } from '../server/operator-error.ts'
import { decodeFile } from './decode-file.ts'
import { createProgressBar } from './progress-bar.ts'
import { parseSettings, settingHelp, settingOptions, settingUsage } from './read-settings.ts'
import { checkWritable, readAudioFile, writeFileAtomically } from './write-file.ts'

const usage = `Usage: npm run analyze -- song.mp3|song.songwalk --out song.json|song.songwalk [--title …] [--artist …] [--license …] ${settingUsage}`

/** The command line, read and checked. */
function parseArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string', short: 'o' },
        title: { type: 'string' },
        artist: { type: 'string' },
        license: { type: 'string' },
        ...settingOptions,
        help: { type: 'boolean', short: 'h' },
      },
    })
    const asked = Object.keys(settingOptions).some((option) => option in values)
    return { ...values, settings: parseSettings(values), asked, paths: positionals }
  } catch (error) {
    if (isExpectedError(error)) throw error
    throw new OperatorError(`${(error as Error).message.split('\n')[0]} ${usage}`)
  }
}

async function main(): Promise<void> {
  const { out, paths, help, title, artist, license, settings, asked } = parseArguments()
  if (help) return console.log(`${usage}\n${settingHelp}`)
  const [path, ...more] = paths
  if (path === undefined || more.length > 0 || out === undefined) throw new OperatorError(usage)
  if (resolve(out) === resolve(path))
    throw new OperatorError('The result would replace the song; give another path after --out.')
  await checkWritable(out)
  const bar = createProgressBar()
  try {
    bar.update('decoding', 0)
    const bytes = await readAudioFile(path)
    const name = basename(path)
    const credits = {
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    }
    if (isSongFile(bytes, name)) {
      if (asked)
        throw new OperatorError(
          `“${name}” holds its analysis already; leave the settings out, or give the sound itself.`,
        )
      const { song, audio } = await readSongFile(bytes, name)
      return await writeResult(out, { song: { ...song, ...credits }, audio })
    }
    if (isSongJson(bytes, name)) throw createMissingAudioError(name)
    const pcm = await decodeFile(bytes, path)
    const source = await describeSource(bytes.buffer, pcm, name)
    const { cover: _, ...tags } = await readTags(bytes, name, 30_000)
    const job = { title: titleFromName(name), ...tags, ...credits, source, settings }
    const song = await analyzeSong(pcm, job, { onProgress: bar.update })
    await writeResult(out, { song, audio: bytes })
  } finally {
    bar.stop()
  }
}

/** A .songwalk where the name says so, else the Song alone. */
const writeResult = (out: string, packed: SongBundle): Promise<void> =>
  writeFileAtomically(
    out,
    out.toLowerCase().endsWith(SONG_FILE_EXTENSION) ? writeSongFile(packed) : `${JSON.stringify(packed.song)}\n`,
  )

/** One sentence for anything a user can do something about; a bug shows what it is, in one line too. */
const formatError = (error: unknown): string =>
  isExpectedError(error) ? error.message : `Something went wrong that should not have: ${String(error)}`

main().catch((error: unknown) => {
  console.error(formatError(error))
  process.exitCode = isExpectedError(error) ? 2 : 1
})
