import { expect, test, vi } from 'vitest'
import { enterGrantedSessions } from '../../../src/session/enter-granted-sessions.ts'

const grant = (session?: { mode: XRSessionMode }) => {
  const xr = new EventTarget()
  const granted = { enterVR: vi.fn(async () => {}), enterAR: vi.fn(async () => {}) }
  enterGrantedSessions(granted, xr as XRSystem)
  xr.dispatchEvent(Object.assign(new Event('sessiongranted'), session && { session }))
  return [granted.enterVR.mock.calls.length, granted.enterAR.mock.calls.length]
}

test('a granted session is entered in its mode, in VR if the browser names none', () => {
  expect(grant()).toEqual([1, 0])
  expect(grant({ mode: 'immersive-vr' })).toEqual([1, 0])
  expect(grant({ mode: 'immersive-ar' })).toEqual([0, 1])
})

test('a browser without WebXR grants nothing', () => {
  expect(() => enterGrantedSessions({ enterVR: async () => {}, enterAR: async () => {} }, null)).not.toThrow()
})
