import { useTranslate } from '../i18n/i18n.ts'
import { isHandheld } from '../session/is-handheld.ts'
import hidden from '../shared/visually-hidden.module.css'
import styles from './file-chooser.module.css'
import type { LocalSongs } from './local-songs.ts'

/** Left out on phones, which gray out types that they do not know: `.songwalk`, and some sounds. */
const ACCEPTED_FILES =
  'audio/*,.mp3,.mp2,.ogg,.oga,.opus,.flac,.wav,.w64,.rf64,.aif,.aiff,.aifc,.caf,.m4a,.mp4,.aac,.webm,.songwalk'

/** For labels elsewhere. */
export const FILE_INPUT_ID = 'song-file'

/** Opens files of the visitor's, which are listed in the gallery if there are several. */
export function FileChooser({ localSongs }: { localSongs: LocalSongs }) {
  const t = useTranslate()
  return (
    <div className={styles.fileChooser}>
      <label data-button="" htmlFor={FILE_INPUT_ID}>
        {t('page.chooseSong')}
      </label>
      <input
        id={FILE_INPUT_ID}
        className={hidden.visuallyHidden}
        type="file"
        multiple
        {...(isHandheld() ? {} : { accept: ACCEPTED_FILES })}
        aria-label={t('page.chooseSong')}
        onChange={(event) => {
          const chosenFiles = Array.from(event.target.files ?? [], (file) => ({ file, path: file.name }))
          void localSongs.choose(chosenFiles)
          // Without this, choosing the same file again would not be a change.
          event.target.value = ''
        }}
      />
    </div>
  )
}
