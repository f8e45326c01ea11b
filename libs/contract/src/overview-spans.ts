/** How far back an overview goes. */
export const overviewSpans = ['hour', 'day', 'week'] as const
