import { useState } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../../i18n/i18n.ts'
import type { Piece } from '../exhibit-context.ts'
import { ControlBar } from './control-bar.tsx'
import { Key } from './icon-button.tsx'
import { LanguageSheet } from './language-sheet.tsx'
import { SongSheet } from './song-sheet.tsx'
import { WalkPad } from './walk-pad.tsx'

export type Opened = 'songs' | 'language' | null

/** The piece in a visitor's hands. */
export function Free(props: { piece: Piece; languages: readonly string[]; title: string; covered: boolean }) {
  const { piece, languages, title, covered } = props
  const t = useWords()
  const [opened, open] = useState<Opened>(null)
  const close = () => open(null)
  const key = useStore(piece.flow.store, (state) => state.song)
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
          <Key icon="language" word={t('language')} expanded={opened === 'language'} onPress={() => open('language')} />
        )}
        <Key icon="done" word={t('done')} onPress={() => piece.flow.act({ type: 'reset' })} />
      </header>
      <WalkPad session={piece.session} />
      <ControlBar piece={piece} opened={opened} openSongs={() => open('songs')} />
      {opened === 'songs' && <SongSheet piece={piece} close={close} />}
      {opened === 'language' && <LanguageSheet piece={piece} languages={languages} close={close} />}
    </div>
  )
}
