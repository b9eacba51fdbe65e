require('fast-check').configureGlobal({ numRuns: 15 })
