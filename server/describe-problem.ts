import type { DeviceProblem } from '../protocol/device-problems.ts'

const SENTENCES: Record<DeviceProblem, (device: string) => string> = {
  'not-started': (device) => `“${device}” does not start: its page does not arrive, or fails at once.`,
  crashed: (device) => `The page of “${device}” has crashed.`,
  'script-errors': (device) => `Scripts of “${device}” fail again and again.`,
  'no-webgl': (device) => `“${device}” cannot draw: its browser has no WebGL, or has lost it.`,
  'no-frames': (device) => `The picture of “${device}” stands still.`,
  'no-sound': (device) => `“${device}” is silent: its browser gets no sound out.`,
  'no-song': (device) => `“${device}” can open no song.`,
  'no-screen': (device) => `No screen is connected to “${device}”, or it is switched off.`,
  'no-speaker': (device) => `“${device}” has no sound device.`,
}

/** One sentence for health. */
export const describeProblem = (device: string, problem: DeviceProblem): string => SENTENCES[problem](device)
