/** `?pace=50` divides the timeouts of the watchdog by 50, for tests. */
export function readTimeScale(search = window.location.search): number {
  const scale = Number(new URLSearchParams(search).get('pace'))
  return scale >= 1 && scale <= 1000 ? scale : 1
}
