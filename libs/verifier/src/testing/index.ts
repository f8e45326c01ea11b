export * from './fake-feed.js'
export * from './key-holder.js'
export * from './token-issuer.js'
