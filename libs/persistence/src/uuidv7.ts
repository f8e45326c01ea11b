/** A UUIDv7 (RFC 9562 §5.7) of that time, in SQL: 48 bits of milliseconds over random ones. The key's order is the order of making. */
export const uuidv7 = (at: string) => `encode(set_byte(
    overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM ${at}) * 1000)::int8) FROM 3) FROM 1 FOR 6),
    6, (get_byte(uuid_send(gen_random_uuid()), 6) & 15) | 112), 'hex')::uuid`
