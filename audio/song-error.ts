const FORMAT_HINT = 'choose an mp3, ogg, opus, flac, alac, m4a, wav, aiff or caf file.'
const SAVED_FILE_HINT = 'choose a file that songwalk saved.'

/**
 * The English sentences of all errors that a page can show: what failed, then what to do.
 * `{{…}}` is replaced by a value; src/i18n/languages holds the translations under `errors.<code>`.
 */
export const SONG_ERROR_TEMPLATES = {
  emptyFile: `“{{name}}” is empty; ${FORMAT_HINT}`,
  pictureFile: `“{{name}}” is a {{format}} picture, not sound; ${FORMAT_HINT}`,
  documentFile: `“{{name}}” is a {{format}} document, not sound; ${FORMAT_HINT}`,
  archiveFile: `“{{name}}” is a {{format}} archive, not sound; ${FORMAT_HINT}`,
  textFile: `“{{name}}” is a text, not sound; ${FORMAT_HINT}`,
  noAudio: '“{{name}}” holds no sound; choose another file.',
  undecodable: `“{{name}}” is damaged or not a sound file that can be read here; ${FORMAT_HINT}`,
  fileTooLarge: '“{{name}}” is too large for this browser to read; choose one below 64 MB, for example an mp3.',
  songTooLong: '“{{name}}” is {{minutes}} minutes long; choose one of at most {{maxMinutes}} minutes.',
  outOfMemory: 'There was not enough memory for this file; reload the page or choose a smaller one.',
  fileUnreadable: '“{{name}}” could not be read; if it is a folder or was moved, choose the file again.',

  missingAudio: '“{{name}}” holds an analysis without its sound; choose the song itself or a .songwalk file.',
  otherDuration: '“{{name}}” holds an analysis of another length than its sound; choose another file.',
  otherAudio: `“{{name}}” holds an analysis of another sound; ${SAVED_FILE_HINT}`,
  zipDamaged: `“{{name}}” is damaged; ${SAVED_FILE_HINT}`,
  zipUnrelated: `“{{name}}” is a zip of something else; ${SAVED_FILE_HINT}`,
  zip64: `“{{name}}” is a 64-bit zip, which cannot be read here; ${SAVED_FILE_HINT}`,
  zipSplit: `“{{name}}” is one part of several; ${SAVED_FILE_HINT}`,
  zipEntryCount: `“{{name}}” holds {{files}} files instead of two; ${SAVED_FILE_HINT}`,
  zipEncrypted: `“{{name}}” is encrypted; ${SAVED_FILE_HINT}`,
  zipLink: `“{{name}}” holds a link instead of {{entry}}; ${SAVED_FILE_HINT}`,
  zipCompression: `“{{name}}” is compressed in a way that cannot be read here; ${SAVED_FILE_HINT}`,
  zipEntryTooLarge: `“{{name}}” holds a {{entry}} of {{megabytes}} MB, more than {{maxMegabytes}} MB; ${SAVED_FILE_HINT}`,
  songJsonTooLarge: `“{{name}}” is not a songwalk song: its song.json is too large; ${SAVED_FILE_HINT}`,
  songJsonDamaged: `“{{name}}” is not a songwalk song: its song.json is damaged; ${SAVED_FILE_HINT}`,
  songInvalid: '“{{name}}” is not a songwalk song: {{place}}: {{reason}} Choose a file that songwalk saved.',

  analysisStopped: 'The analysis stopped unexpectedly; reload the page or choose a shorter song.',
  tooManyChunks:
    'The classic engine takes at most {{maxChunks}} chunks and this song has {{chunks}}; choose the exact engine or a longer minimum chunk.',
  noEmbedding: 'The classic engine found no form for this song; choose the exact engine.',

  partUnavailable: 'A part of this page could not be loaded; check the connection, then try again.',
  noDemoSong: 'There is no demo song on this server; choose a song of your own.',
  demoSongUnavailable: 'The song could not be loaded from the server; choose one of your own files.',
  songFileUnavailable: '“{{name}}” could not be loaded from the server; check the link or choose a file of your own.',
  foreignLink: 'A link can only open songs from this page’s own server; download the file and drop it here.',
  fileNotStored: 'The file of this song is not kept here; choose it again to open it.',
  exhibitUnavailable: 'There is no exhibit here; build one with “npm run exhibit -- build” and serve its folder.',

  videoUnsupported: 'This browser cannot write videos; Chrome, Edge and a recent Safari or Firefox can.',
  nothingToRecord: 'Open a song first; there is nothing to record.',
  nothingToCapture: 'There is nothing to take a picture of; reload the page and try again.',
  captureInHeadset: 'Take the headset off first; the picture is taken of the page.',
  captureFailed: 'The graphics card could not draw the picture; close other pages and try again.',
} as const

export type SongErrorCode = keyof typeof SONG_ERROR_TEMPLATES

type PlaceholderIn<Template extends string> = Template extends `${string}{{${infer Key}}}${infer Rest}`
  ? Key | PlaceholderIn<Rest>
  : never

type ValuesOf<Code extends SongErrorCode> = Record<PlaceholderIn<(typeof SONG_ERROR_TEMPLATES)[Code]>, string | number>

/** A code with a value for each placeholder of its template. */
type SongErrorArguments = {
  [Code in SongErrorCode]: keyof ValuesOf<Code> extends never
    ? [code: Code, values?: Record<never, never>, options?: ErrorOptions]
    : [code: Code, values: ValuesOf<Code>, options?: ErrorOptions]
}[SongErrorCode]

/** A SongError as plain data, which can be posted from a worker. */
export type SongErrorData = { code: SongErrorCode; values: Readonly<Record<string, string | number>> }

/**
 * An error the visitor can do something about. Pages translate `code` and `values`; `message` is the English sentence,
 * for the command line and logs. All other errors are bugs.
 */
export class SongError extends Error {
  override readonly name = 'SongError'
  readonly code: SongErrorCode
  readonly values: SongErrorData['values']

  constructor(...[code, values = {}, options]: SongErrorArguments) {
    super(formatTemplate(SONG_ERROR_TEMPLATES[code], values), options)
    this.code = code
    this.values = values
  }

  /** The error that `data` was taken from. */
  static fromData({ code, values }: SongErrorData, options?: ErrorOptions): SongError {
    return new SongError(...([code, values, options] as SongErrorArguments))
  }

  toData(): SongErrorData {
    return { code: this.code, values: this.values }
  }
}

const formatTemplate = (template: string, values: SongErrorData['values']): string =>
  template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => String(values[key]))
