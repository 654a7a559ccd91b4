import { expect, test } from 'vitest'
import { createQuickLookHash } from '../../../../src/app/mobile/quick-look.ts'
import { createSceneViewerUrl } from '../../../../src/app/mobile/scene-viewer.ts'
import { somePackedSong } from '../../../audio/song/packed-song.ts'

test('the intent names the model, its credits, and the ways back to the page', () => {
  const url = createSceneViewerUrl({
    model: new URL('https://example.org/walk/songs/founders.glb'),
    title: 'Founders · Alexander Zhelanov · CC BY 4.0',
    page: new URL('https://example.org/walk/?song=founders#old'),
  })
  const [, query = '', intent = ''] =
    /^intent:\/\/arvr\.google\.com\/scene-viewer\/1\.0\?([^#]*)#Intent;(.*);end;$/.exec(url) ?? []
  expect(Object.fromEntries(new URLSearchParams(query))).toEqual({
    file: 'https://example.org/walk/songs/founders.glb',
    mode: 'ar_preferred',
    title: 'Founders · Alexander Zhelanov · CC BY 4.0',
    link: 'https://example.org/walk/?song=founders',
  })
  expect(query).not.toContain('+')
  const parts = Object.fromEntries(intent.split(';').map((part) => part.split('=') as [string, string]))
  expect(parts).toMatchObject({ scheme: 'https', action: 'android.intent.action.VIEW' })
  expect(decodeURIComponent(parts['S.browser_fallback_url'] ?? '')).toBe(
    'https://example.org/walk/?song=founders#window',
  )
})

test('Quick Look gets title, credits and the page', async () => {
  const { song } = await somePackedSong()
  const hash = createQuickLookHash(
    { ...song, title: 'A & B', artist: 'Someone', license: 'CC BY 4.0' },
    'https://example.org/?song=a',
  )
  expect(hash[0]).toBe('#')
  expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({
    canonicalWebPageURL: 'https://example.org/?song=a',
    callToAction: 'songwalk',
    checkoutTitle: 'A & B',
    checkoutSubtitle: 'Someone · CC BY 4.0',
  })
})
