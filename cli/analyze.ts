import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { analyzeSong } from '../audio/analyze.ts'
import { SongError } from '../audio/errors.ts'
import { defaultSettings } from '../audio/song.ts'
import { type PackedSong, readSongFile, writeSongFile } from '../audio/song-file.ts'
import { isSongFile, isSongJson, songFileEnding, soundMissing } from '../audio/song-file-kind.ts'
import { describeSource, titleFromName } from '../audio/source.ts'
import { decodeFile } from './decode.ts'
import { checkWritable, readSong, writeWhole } from './files.ts'
import { createProgressBar } from './progress.ts'

const usage =
  'Usage: npm run analyze -- song.mp3|song.songwalk --out song.json|song.songwalk [--title …] [--artist …] [--license …]'

/** The command line, read and checked. */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        out: { type: 'string', short: 'o' },
        title: { type: 'string' },
        artist: { type: 'string' },
        license: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    return { ...values, paths: positionals }
  } catch (error) {
    throw new SongError(`${(error as Error).message.split('\n')[0]} ${usage}`)
  }
}

async function main(): Promise<void> {
  const { out, paths, help, title, artist, license } = readArguments()
  if (help) return console.log(usage)
  const [path, ...more] = paths
  if (path === undefined || more.length > 0 || out === undefined) throw new SongError(usage)
  if (resolve(out) === resolve(path))
    throw new SongError('The result would replace the song; give another path after --out.')
  await checkWritable(out)
  const bar = createProgressBar()
  try {
    bar.show('decoding', 0)
    const bytes = await readSong(path)
    const name = basename(path)
    const credits = {
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    }
    if (isSongFile(bytes, name)) {
      // Stored, it is given as it is, validated; it is not analyzed again.
      const { song, audio } = await readSongFile(bytes, name)
      return await write(out, { song: { ...song, ...credits }, audio })
    }
    if (isSongJson(bytes, name)) throw soundMissing(name)
    const pcm = await decodeFile(bytes, path)
    const source = await describeSource(bytes.buffer, pcm, name)
    const job = { title: titleFromName(name), ...credits, source, settings: defaultSettings }
    const song = await analyzeSong(pcm, job, { onProgress: bar.show })
    await write(out, { song, audio: bytes })
  } finally {
    bar.done()
  }
}

/** A .songwalk where the name says so, else the Song alone. */
const write = (out: string, packed: PackedSong): Promise<void> =>
  writeWhole(
    out,
    out.toLowerCase().endsWith(songFileEnding) ? writeSongFile(packed) : `${JSON.stringify(packed.song)}\n`,
  )

/** One sentence for anything a user can do something about; a bug shows what it is, in one line too. */
const sentenceOf = (error: unknown): string =>
  error instanceof SongError ? error.message : `Something went wrong that should not have: ${String(error)}`

main().catch((error: unknown) => {
  console.error(sentenceOf(error))
  process.exitCode = error instanceof SongError ? 2 : 1
})
