import { readTimeScale } from './time-scale.ts'

/** Timeouts of the watchdog, milliseconds. `?pace` shortens them down to minimums that a busy machine still meets. */
export function readTimeouts(timeScale = readTimeScale()) {
  const scale = (defaultMs: number, minimumMs = 0) => Math.max(Math.min(defaultMs, minimumMs), defaultMs / timeScale)
  return {
    /** Interval of the monitors. */
    pollIntervalMs: scale(1000, 50),
    /** For a lost WebGL context to be restored. */
    webglRestoreMs: scale(5000, 1500),
    /** Without a frame. */
    frameStallMs: scale(8000, 3000),
    /** Without progress in a playing song. */
    audioStallMs: scale(4000, 1000),
    /** Longest wait for the end of a visit before a reload. */
    reloadDelayMs: scale(30_000),
    /** Time window of the reload limit. */
    reloadWindowMs: scale(600_000),
    /** Interval of checks for a newer version. */
    updateCheckIntervalMs: scale(60_000),
    /** For a new version to prove that it works. */
    updateTrialMs: scale(30_000, 12_000),
    /** For a song to open. */
    songOpenMs: scale(60_000, 40_000),
    /** For the page to start. */
    bootMs: scale(60_000, 60_000),
    /** Interval of checks for the server after a failed start. */
    restartRetryMs: scale(5000),
    /** Until parts of the page that did not arrive are asked for again. */
    partRetryMs: scale(30_000, 500),
    /** For the main thread to answer. */
    mainThreadMs: scale(15_000, 2000),
    heartbeatIntervalMs: scale(5000, 100),
  }
}
