import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { analyzeSong } from '../audio/analyze.ts'
import { SongError } from '../audio/errors.ts'
import { defaultSettings } from '../audio/song.ts'
import { describeSource, titleFromName } from '../audio/source.ts'
import { readTags } from '../audio/tags.ts'
import { decodeFile } from './decode.ts'
import { checkWritable, readSong, writeWhole } from './files.ts'
import { createProgressBar } from './progress.ts'

const usage = 'Usage: npm run analyze -- song.mp3 --out song.json [--title …] [--artist …] [--license …]'

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
    const pcm = await decodeFile(bytes, path)
    const name = basename(path)
    const source = await describeSource(bytes.buffer, pcm, name)
    const { cover: _, ...tags } = await readTags(bytes, name, 30_000)
    const job = {
      title: titleFromName(name),
      ...tags,
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
      source,
      settings: defaultSettings,
    }
    const song = await analyzeSong(pcm, job, { onProgress: bar.show })
    await writeWhole(out, `${JSON.stringify(song)}\n`)
  } finally {
    bar.done()
  }
}

/** One sentence for anything a user can do something about; a bug shows what it is, in one line too. */
const sentenceOf = (error: unknown): string =>
  error instanceof SongError ? error.message : `Something went wrong that should not have: ${String(error)}`

main().catch((error: unknown) => {
  console.error(sentenceOf(error))
  process.exitCode = error instanceof SongError ? 2 : 1
})
