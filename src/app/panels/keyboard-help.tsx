const SHORTCUTS: readonly [keys: readonly string[], does: string][] = [
  [['Space'], 'Play or pause'],
  [['Q', 'E'], 'Turn the form, or yourself'],
  [['←', '→'], 'Outside: previous and next chunk'],
  [['↑', '↓'], 'Outside: closer and farther'],
  [['W', 'A', 'S', 'D'], 'Inside: walk; arrow keys too'],
  [['Enter'], 'In the spectrum: hear the chunk'],
  [['Esc'], 'Close what is open'],
]

/** What can be done with keys alone, while no control has the focus; controls have the usual ones. */
export function KeyboardHelp() {
  return (
    <>
      <h3>Keys</h3>
      <dl className="keys">
        {SHORTCUTS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
