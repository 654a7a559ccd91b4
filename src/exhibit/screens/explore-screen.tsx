import { useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { ControlBar, type OpenSheet } from './control-bar.tsx'
import { IconButton } from './icon-button.tsx'
import { LanguageSheet } from './language-sheet.tsx'
import { SongSheet } from './song-sheet.tsx'
import { WalkPad } from './walk-pad.tsx'

/** The piece in a visitor's hands. */
export function ExploreScreen(props: {
  exhibitContext: ExhibitContext
  languages: readonly string[]
  title: string
  inert: boolean
}) {
  const { exhibitContext: piece, languages, title, inert: covered } = props
  const t = useTranslate()
  const [opened, open] = useState<OpenSheet>(null)
  const close = () => open(null)
  const key = useStore(piece.visitController.store, (state) => state.song)
  const song = piece.exhibit.songs.find((entry) => entry.key === key)
  return (
    <div className="free" inert={covered}>
      <header className="top">
        <h1 className="visually-hidden">{title}</h1>
        <p className="now-playing" key={key}>
          <bdi>{song?.title}</bdi>
          {song?.artist && <bdi className="artist">{song.artist}</bdi>}
        </p>
        {languages.length > 1 && (
          <IconButton
            icon="language"
            text={t('common.language')}
            expanded={opened === 'language'}
            onPress={() => open('language')}
          />
        )}
        <IconButton
          icon="done"
          text={t('exhibit.done')}
          onPress={() => piece.visitController.dispatch({ type: 'reset' })}
        />
      </header>
      <WalkPad session={piece.session} />
      <ControlBar exhibitContext={piece} openSheet={opened} openSongs={() => open('songs')} />
      {opened === 'songs' && <SongSheet exhibitContext={piece} close={close} />}
      {opened === 'language' && <LanguageSheet exhibitContext={piece} languages={languages} close={close} />}
    </div>
  )
}
