import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { makeLatm, splitAdts } from '../../latm.ts'
import { announceSbr } from '../../mp4.ts'
import { openModulePage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import type * as decoders from './own-decoders/decode-fixture.ts'
import { decodeFixture } from './own-decoders/decode-fixture.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')

let page: Page
const call = <Name extends keyof typeof decoders>(name: Name, ...args: Parameters<(typeof decoders)[Name]>) =>
  page.evaluate(
    `import('/tests/e2e/full/own-decoders/decode-fixture.ts').then((module) => module.${name}(...${JSON.stringify(args)}))`,
  ) as ReturnType<(typeof decoders)[Name]>

describe('containers and their codecs', () => {
  sharePage(async () => {
    const opened = await openModulePage()
    page = opened.page
    return opened
  })

  test.each(['clip.ogg', 'tags.ogg', 'clip.opus', 'surround.opus', 'eight.opus', 'clip.webm', 'clip-alac.m4a'])(
    '%s has the same bits as in Node',
    async (name) => {
      const here = await decodeFixture(new Blob([await readFile(join(fixtures, name))]))
      expect(await call('decodeUrl', `/tests/fixtures/${name}`)).toEqual(here)
    },
  )

  test('HE-AAC comes at the doubled rate, trimmed alike', async () => {
    const bytes = announceSbr(new Uint8Array(await readFile(join(fixtures, 'tags.m4a'))))
    const url = `data:audio/mp4;base64,${Buffer.from(bytes).toString('base64')}`
    const { lengths, stated, levels } = await call('compareWithEngine', url, 4)
    expect({ stated, length: lengths[0] }).toEqual({ stated: 8820, length: 8820 })
    // decodeAudioData rounds its own duration.
    expect(Math.abs(lengths[1]! - 8820)).toBeLessThanOrEqual(1)
    levels[0]!.forEach((level, i) => {
      expect(level).toBeCloseTo(levels[1]![i]!, 4)
    })
  })

  test('a damaged packet of AAC is as much silence', async () => {
    const bytes = new Uint8Array(await readFile(join(fixtures, 'clip.m4a')))
    bytes.fill(0xff, 1500, 1700)
    const url = `data:audio/mp4;base64,${Buffer.from(bytes).toString('base64')}`
    expect(await call('decodeUrl', url)).toMatchObject({ stated: 44_100, frames: 44_100 })
  })

  test('LATM has the samples of the same frames in ADTS', async () => {
    const bytes = makeLatm(splitAdts(await readFile(join(fixtures, 'clip.aac'))))
    const latm = await call('decodeUrl', `data:audio/aac;base64,${Buffer.from(bytes).toString('base64')}`)
    expect(latm).toEqual(await call('decodeUrl', '/tests/fixtures/clip.aac'))
  })

  test.each([
    ['clip.m4a', 44_100],
    ['clip.aac', 46_080],
  ])('%s through WebCodecs has the sound of decodeAudioData', async (name, frames) => {
    const { lengths, stated, levels } = await call('compareWithEngine', `/tests/fixtures/${name}`, 8)
    expect(stated).toBe(frames)
    expect(lengths).toEqual([frames, frames])
    levels[0]!.forEach((level, i) => {
      expect(level).toBeCloseTo(levels[1]![i]!, 4)
    })
  })
})
