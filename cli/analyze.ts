import { basename, resolve } from 'node:path'
import { analyzeSong } from '../audio/analysis/analyze-song.ts'
import { readTags } from '../audio/decoding/tags.ts'
import { readSongFile, type SongBundle, writeSongFile } from '../audio/song/song-file.ts'
import { createMissingAudioError, isSongFile, isSongJson, SONG_FILE_EXTENSION } from '../audio/song/song-file-kind.ts'
import { describeSource, titleFromName } from '../audio/song/song-source.ts'
import { OperatorError } from '../server/operator-error.ts'
import { decodeFile } from './decode-file.ts'
import { createProgram, parseArguments, reportError } from './program.ts'
import { createProgressBar } from './progress-bar.ts'
import { addSettingOptions, parseSettings, type SettingTexts, settingKeys } from './setting-options.ts'
import { checkWritable, readAudioFile, writeOutputFile } from './write-file.ts'

const TAGS_TIMEOUT_MS = 30_000

type Credits = { title?: string; artist?: string; license?: string }
type AnalyzeOptions = SettingTexts & Credits & { out: string }

const program = createProgram('npm run analyze --')
  .description('analyzes a song; --out song.json for its Song only, --out song.songwalk with the audio')
  .argument('<song>', 'an audio file, or a .songwalk file to read from')
  .requiredOption('-o, --out <file>', 'the file to write: .json or .songwalk')
  .option('--title <text>', 'instead of the title in the file')
  .option('--artist <text>', 'instead of the artist in the file')
  .option('--license <text>', 'the license of the song')
  .action(analyzeFile)
addSettingOptions(program)

async function analyzeFile(path: string, options: AnalyzeOptions): Promise<void> {
  const { out, title, artist, license } = options
  const settings = parseSettings(options)
  if (resolve(out) === resolve(path))
    throw new OperatorError('The result would replace the song; give another path after --out.')
  await checkWritable(out)
  const bar = createProgressBar()
  try {
    bar.update('decoding', 0)
    const bytes = await readAudioFile(path)
    const name = basename(path)
    const credits: Credits = {
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    }
    if (isSongFile(bytes, name)) {
      if (settingKeys.some((key) => key in options))
        throw new OperatorError(
          `“${name}” is analyzed already; leave the settings out, or give the audio file instead.`,
        )
      const { song, audio } = await readSongFile(bytes, name)
      return await writeResult(out, { song: { ...song, ...credits }, audio })
    }
    if (isSongJson(bytes, name)) throw createMissingAudioError(name)
    const pcm = await decodeFile(bytes, path)
    const source = await describeSource(bytes.buffer, pcm, name)
    const { cover: _, ...tags } = await readTags(bytes, name, TAGS_TIMEOUT_MS)
    const job = { title: titleFromName(name), ...tags, ...credits, source, settings }
    const song = await analyzeSong(pcm, job, { onProgress: bar.update })
    await writeResult(out, { song, audio: bytes })
  } finally {
    bar.stop()
  }
}

/** Writes a .songwalk file if the path ends so, otherwise the Song as JSON. */
const writeResult = (out: string, bundle: SongBundle): Promise<void> =>
  writeOutputFile(
    out,
    out.toLowerCase().endsWith(SONG_FILE_EXTENSION) ? writeSongFile(bundle) : [`${JSON.stringify(bundle.song)}\n`],
  )

parseArguments(program, process.argv.slice(2)).catch(reportError)
