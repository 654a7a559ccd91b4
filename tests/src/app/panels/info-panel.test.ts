import '../../../../src/i18n/page-texts.ts'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import type { UiState } from '../../../../scenes/state/scene-context.ts'
import { InfoPanel } from '../../../../src/app/panels/info-panel.tsx'
import { createUiStore } from '../../../../src/session/create-ui-store.ts'
import type { Session } from '../../../../src/session/session.ts'

const chunk = { start: 0, end: 1, features: [], position: [0, 0, 0], map: [0, 0], loudness: -20 }
const song = {
  title: 'A song',
  source: { name: 'a.mp3', duration: 83.4, sampleRate: 44100, channels: 2 },
  settings: defaultSettings,
  chunks: [0.5, 0.75, 1].map((trust) => ({ ...chunk, trust })),
} as unknown as Song

function shown(state: Partial<UiState>): string {
  const store = createUiStore(defaultSettings)
  store.setState(state)
  // What is rendered without a browser is the store's first state.
  store.getInitialState = store.getState
  const markup = renderToStaticMarkup(createElement(InfoPanel, { session: { store } as Session }))
  return markup.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
}

describe('InfoPanel', () => {
  test('shows known facts and leaves out missing ones', () => {
    const text = shown({ song })
    expect(text).toContain('A song')
    expect(text).toContain('1:23, 44.1 kHz, stereo')
    expect(text).toContain('On average a chunk keeps 75% of its 2 nearest in sound')
    expect(text).toContain('was not measured')
    expect(text).not.toContain('License')
    expect(shown({ song: { ...song, license: 'CC0 1.0' } })).toContain('License CC0 1.0')
  })

  test.each([
    [0.99, '99.0%', 'nearly always'],
    [0.94, '94.0%', 'mostly'],
    [0.88, '88.0%', 'often'],
    [0.6, '60.0%', 'not reliably'],
  ])('a trustworthiness of %d is %s: %s', (trustworthiness, number, words) => {
    const text = shown({ song: { ...song, quality: { trustworthiness, divergence: 0.6178 } } })
    expect(text).toContain(`Trustworthiness ${number}`)
    expect(text).toContain(`are ${words} neighbors in sound`)
    expect(text).toContain('KL divergence 0.618')
    expect(text).not.toContain('landmarks')
  })

  test('shows the number of landmarks, if there are any', () => {
    const quality = { trustworthiness: 0.9, divergence: 1, landmarks: 4000 }
    expect(shown({ song: { ...song, quality } })).toContain('4,000 landmarks were arranged')
  })

  test('explains an empty panel', () => {
    expect(shown({})).toContain('No song is open')
    expect(shown({ phase: 'analyzing' })).toContain('still being analyzed')
  })
})
