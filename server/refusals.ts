/** Why what a page sends is refused although it is this server's own: a proxy before the server changes it. */
export type RefusalKind = 'name' | 'origin' | 'upgrade'

/** A refusal is told this long after it was met last. */
const LIFETIME_MS = 10 * 60_000
const SENTENCES: Record<RefusalKind, string> = {
  name: 'Pages under a name that this server does not have are refused: give it with --name.',
  origin: 'What pages send through a proxy is refused: the proxy must pass on the name they have it under (Host).',
  upgrade: 'The live connection of pages does not come through a proxy: it must pass on Upgrade and Connection.',
}

/** What pages sent lately and was refused. Whoever wants can make these sentences be told, but not change a word of them. */
export function createRefusals(now: () => number = () => performance.now()) {
  const lastAtMs = new Map<RefusalKind, number>()
  return {
    record: (kind: RefusalKind): void => void lastAtMs.set(kind, now()),
    list: (): string[] =>
      [...lastAtMs]
        .filter(([, at]) => now() - at < LIFETIME_MS)
        .map(([kind]) => `${SENTENCES[kind]} See “Behind nginx or Caddy” in docs/museum.md.`),
  }
}
export type Refusals = ReturnType<typeof createRefusals>
