export * from './key-holder.js'
