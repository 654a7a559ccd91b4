export const FRAME = 1 / 72

export type Fake = { source: XRInputSource; axes: number[]; lower: { pressed: boolean } }

export const controller = (handedness: XRHandedness): Fake => {
  const axes = [0, 0, 0, 0]
  const lower = { pressed: false }
  const none = { pressed: false }
  const gamepad = { axes, buttons: [none, none, none, none, lower, none] }
  return { source: { handedness, gamepad, targetRayMode: 'tracked-pointer' } as unknown as XRInputSource, axes, lower }
}
export const trackedHand = (handedness: XRHandedness): XRInputSource =>
  ({ handedness, targetRayMode: 'tracked-pointer' }) as unknown as XRInputSource

export const pushed = (fake: Fake, x: number, y: number) => {
  fake.axes[2] = x
  fake.axes[3] = y
}
