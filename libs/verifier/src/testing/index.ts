export * from './key-holder.js'
export * from './token-issuer.js'
