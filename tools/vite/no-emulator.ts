// Stands in for iwer, @iwer/devui and @iwer/sem: @pmndrs/xr can emulate a headset, visitors have a real one,
// and the emulator brings 6 MB and a second three. Tests install their own (tests/e2e/harness).
export const DevUI = undefined
export const SyntheticEnvironmentModule = undefined
export const XRDevice = undefined
export const metaQuest2 = undefined
export const metaQuest3 = undefined
export const metaQuestPro = undefined
export const oculusQuest1 = undefined
