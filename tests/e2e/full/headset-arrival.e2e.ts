import { expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { pressPanelControl, readPanel } from '../harness/vr-panel.ts'
import { enterVR, waitForSilence } from '../harness/vr-session.ts'

test('who arrives hears the song’s own beginning, softly, with the panel folded; playing ends it', async () => {
  const { page, monitor, close } = await openDemo({ headset: 'quest3', viewport: { width: 480, height: 360 } })
  await waitUntilSettled(page)
  await page.getByRole('button', { name: 'Enter VR' }).click()
  await waitForSnapshot(page, (now) => now.session === 'vr' && now.sounding.includes(0))
  await waitForSnapshot(page, (now) => now.sounding.includes(1))
  const { playing, time } = await readSnapshot(page)
  expect({ playing, time }).toEqual({ playing: false, time: 0 })
  expect((await readPanel(page)).map(({ label }) => label)).toEqual(['Controls'])
  await pressPanelControl(page, 'Play')
  await waitForSnapshot(page, (now) => now.playing && now.time > 0.5)
  await pressPanelControl(page, 'Pause')
  await waitForSilence(page)
  // The next session greets again.
  await page.evaluate(() => window.xrDevice?.activeSession?.end())
  await waitForSnapshot(page, (now) => now.session === null)
  await enterVR(page)
  await waitForSnapshot(page, (now) => now.voices.length > 0 && !now.playing)
  monitor.expectNoErrors()
  await close()
})
