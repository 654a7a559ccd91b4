import fc from 'fast-check'

// Fixed, so that every run tests the same cases and a failure can be repeated.
fc.configureGlobal({ seed: 20261122 })
