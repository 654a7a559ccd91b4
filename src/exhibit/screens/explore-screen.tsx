import { useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import hidden from '../../shared/visually-hidden.module.css'
import type { ExhibitContext } from '../exhibit-context.ts'
import { ControlBar, type SheetName } from './control-bar.tsx'
import styles from './explore-screen.module.css'
import { IconButton } from './icon-button.tsx'
import { LanguageSheet } from './language-sheet.tsx'
import { SongSheet } from './song-sheet.tsx'
import { WalkPad } from './walk-pad.tsx'

/** The visitor controls the song. */
export function ExploreScreen(props: {
  exhibitContext: ExhibitContext
  languages: readonly string[]
  title: string
  inert: boolean
}) {
  const { exhibitContext, languages, title, inert } = props
  const t = useTranslate()
  const [openSheet, setOpenSheet] = useState<SheetName>(null)
  const close = () => setOpenSheet(null)
  const songKey = useStore(exhibitContext.visitController.store, (state) => state.song)
  const song = exhibitContext.exhibit.songs.find((entry) => entry.key === songKey)
  return (
    <div className={styles.screen} inert={inert}>
      <header className={styles.top} data-edge="top">
        <h1 className={hidden.visuallyHidden}>{title}</h1>
        <p className={styles.nowPlaying} key={songKey}>
          <bdi>{song?.title}</bdi>
          {song?.artist && <bdi className={styles.artist}>{song.artist}</bdi>}
        </p>
        {languages.length > 1 && (
          <IconButton
            icon="language"
            text={t('common.language')}
            expanded={openSheet === 'language'}
            onPress={() => setOpenSheet('language')}
          />
        )}
        <IconButton
          icon="done"
          text={t('exhibit.done')}
          onPress={() => exhibitContext.visitController.dispatch({ type: 'reset' })}
        />
      </header>
      <WalkPad session={exhibitContext.session} />
      <ControlBar exhibitContext={exhibitContext} openSheet={openSheet} openSongs={() => setOpenSheet('songs')} />
      {openSheet === 'songs' && <SongSheet exhibitContext={exhibitContext} close={close} />}
      {openSheet === 'language' && (
        <LanguageSheet exhibitContext={exhibitContext} languages={languages} close={close} />
      )}
    </div>
  )
}
