export const PIN = '271828'
/** The hash of PIN at the lowest cost. */
export const PIN_HASH = 'scrypt$2$1$1$c29uZ3dhbGsgc2FsdCEhIQ$S1c24g1wM52z9Sh6guTeNnQ9yeFeQeJLy9ZcbcpK5gE'
