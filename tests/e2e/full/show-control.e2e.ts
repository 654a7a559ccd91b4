import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect, onTestFinished, test } from 'vitest'
import { ControlSchema } from '../../../protocol/control-config.ts'
import { createControlKey } from '../../../server/control/control-key.ts'
import { serveSite } from '../../../server/serve-site.ts'
import { findUdpPort, listenForOsc, openOscSender } from '../../server/control/osc-sockets.ts'
import { beginVisit, type ExhibitSnapshot } from '../harness/exhibit-scenes.ts'
import { createSongKey, serveExhibit } from '../harness/exhibit-site.ts'
import { openUrl } from '../harness/pages.ts'
import { readSnapshot } from '../harness/snapshot.ts'

type WithVolume = ExhibitSnapshot & { settings: { volume: number } }
const POLL = { timeout: 20_000, interval: 50 }

test('a house drives a piece by HTTP and OSC, and is told what it does', async () => {
  const built = await serveExhibit({ languages: ['en', 'ko'] })
  onTestFinished(() => built.close())
  const dataFolder = await mkdtemp(join(tmpdir(), 'songwalk-control-'))
  onTestFinished(() => rm(dataFolder, { recursive: true, force: true }))
  const [oscPort, house] = [await findUdpPort(), await listenForOsc()]
  const server = await serveSite({
    siteFolder: built.folder,
    dataFolder,
    port: 0,
    logFormat: 'silent',
    handleSignals: false,
    control: v.parse(ControlSchema, {
      oscIn: { port: oscPort },
      oscOut: [{ address: '127.0.0.1', port: house.port, rate: 60 }],
    }),
  })
  onTestFinished(() => server.close())
  const authorization = `Bearer ${await createControlKey(dataFolder)}`
  const command = async (body: object) => {
    const headers = { authorization, 'content-type': 'application/json' }
    const answer = await fetch(`${server.url}control`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(await answer.json()).toEqual({ devices: ['hall'] })
  }
  const osc = openOscSender(oscPort)
  const last = (state: string) => house.valuesOf(`/songwalk/hall/${state}`).at(-1)
  const expectState = (state: string) => expect.poll(() => last(state), POLL)

  const { page, close } = await openUrl(`${server.url}?device=hall`, { draw: false, autoplay: true })
  onTestFinished(() => close())
  const readExhibit = async () => (await readSnapshot(page)) as WithVolume
  const expectVolume = (volume: number) =>
    expect.poll(async () => (await readExhibit()).settings.volume, POLL).toBe(volume)
  // The server's policy allows no script of a test's own.
  const expectScene = (scene: string) =>
    expect
      .poll(
        () =>
          readExhibit().then(
            ({ exhibit }) => exhibit.scene,
            () => null,
          ),
        POLL,
      )
      .toBe(scene)
  await expect
    .poll(
      () =>
        readExhibit().then(
          ({ playing }) => playing,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true)

  // Told of an attract loop that plays.
  await expectState('song').toEqual([1, 'Song of 30', 3, 30, createSongKey(30)])
  await expectState('visitor').toEqual([0, 'attract', 'screen'])
  await expect.poll(() => house.valuesOf('/songwalk/hall/chunk').length, POLL).toBeGreaterThan(3)
  await expect
    .poll(() => house.valuesOf('/songwalk/hall/level').some(([level]) => (level as number) > 0.3), POLL)
    .toBe(true)
  const played = house.valuesOf('/songwalk/hall/playhead').filter(([, , playing]) => playing === 1)
  expect(played.length).toBeGreaterThan(3)
  for (const [seconds, share] of played as [number, number, number][]) {
    expect(seconds).toBeLessThanOrEqual(3)
    expect(share).toBeCloseTo(seconds / 3, 2)
  }

  // Stopped with another song for the next start.
  await command({ do: 'stop' })
  await expectScene('paused')
  await expectState('visitor').toEqual([0, 'paused', 'screen'])
  await osc.send('/songwalk/song', 2)
  await expect.poll(async () => (await readExhibit()).exhibit.song, POLL).toBe(createSongKey(60))
  expect((await readExhibit()).playing).toBe(false)
  await page.reload()
  await expectScene('paused')
  await expect
    .poll(async () => (await fetch(`${server.url}control`, { headers: { authorization } })).json(), POLL)
    .toMatchObject({
      devices: [{ device: 'hall', scene: 'paused', playing: false }],
    })
  await osc.send('/songwalk/hall/song', 'Song of 60')
  await osc.send('/songwalk/hall/start')
  await expectScene('attract')
  await expectState('song').toMatchObject({ 0: 2, 1: 'Song of 60' })

  // Silence in every scene, also in the visit that begins now.
  await expectVolume(0.15)
  await command({ do: 'mute', on: true, device: 'hall' })
  await expectVolume(0)
  await beginVisit(page)
  await page.getByRole('button', { name: 'English', exact: true }).click()
  await page.locator('[data-scene=intro] section > button').click()
  await expectState('visitor').toEqual([1, 'free', 'screen'])
  await expectVolume(0)
  await osc.send('/songwalk/language', 'ko')
  await expect.poll(async () => (await readExhibit()).exhibit.language, POLL).toBe('ko')
  await osc.send('/songwalk/mute', false)
  await expectVolume(0.8)
  await osc.send('/songwalk/volume', 1)
  await osc.send('/songwalk/volume', 0.5)
  await expectVolume(0.5)
  await osc.send('/songwalk/volume', 1)
  await expectVolume(0.8)
  await osc.send('/songwalk/next')
  await expectState('song').toMatchObject({ 0: 3 })
})
