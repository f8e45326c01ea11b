import { devicesOf } from './devices.mjs'
import { mix, randomFrom, uuid } from './random.mjs'

const firstNames =
  'Ada Aisha Akira Alan Amara Ana Anders Anja Arjun Barbara Beatriz Björn Carlos Chen Chiara Claire Dana David Diego Dmitri Edsger Elena Emeka Emma Farah Fatima Felix Femi Freya Grace Hana Hassan Hedy Hugo Ines Ingrid Ivan Jamal James Jin João Joan Jonas Julia Kaito Karen Katherine Kofi Lars Laura Leila Leo Lin Linus Lucia Lukas Magda Mai Malik Margaret María Marie Mateo Mei Mia Mikhail Mina Mohammed Nadia Naomi Niels Nina Noor Olga Oliver Omar Paul Petra Priya Radia Rafael Ravi Rosa Ruth Sakura Samira Sanjay Sara Selma Sofia Stefan Sven Tariq Teresa Thomas Tim Uma Vera Victor Wei Xin Yara Yuki Zainab Zoë'.split(
    ' ',
  )
const lastNames =
  'Adeyemi Ahmed Almeida Andersen Bakker Bauer Becker Bianchi Brown Castro Chen Clark Costa Dahl Das Diaz Dijkstra Dubois Eriksen Evans Fernández Fischer Fontaine Garcia Gupta Haddad Hansen Hopper Ito Ivanova Jansen Johnson Kamau Kaya Keller Khan Kim Kowalski Kumar Larsen Laurent Lee Lopez Lovelace Mbeki Meyer Moreau Müller Nakamura Nguyen Novak Okafor Olsen Osei Patel Perez Perlman Petrov Ricci Rossi Roy Sato Schmidt Silva Singh Smith Sousa Svensson Tanaka Torvalds Turing Vargas Virtanen Wagner Wang Weber Williams Wilson Yamamoto Yang Zhang'.split(
    ' ',
  )

export const companies = [
  'Northwind Freight',
  'Lumen Health',
  'Orchard & Vale',
  'Kestrel Robotics',
  'Harbour Mutual',
  'Bluebell Schools',
  'Tern Analytics',
]

export const clients = [
  { id: 'web', name: 'Web' },
  { id: 'ios', name: 'iPhone and iPad' },
  { id: 'android', name: 'Android' },
  { id: 'desktop', name: 'Desktop' },
  { id: 'cli', name: 'Command line' },
]

const countries = [
  [30, 'DE'],
  [18, 'US'],
  [12, 'GB'],
  [10, 'FR'],
  [8, 'IT'],
  [6, 'NL'],
  [5, 'BR'],
  [5, 'IN'],
  [3, 'JP'],
  [3, 'KE'],
]

export const nobodysPassword = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/**
 * The person of that number: always the same for one seed.
 *
 * The first ones are administrators, one for each company. Nobody knows their passwords: `nobodysPassword` is the hash of none.
 */
export function personAt(seed, index) {
  const random = randomFrom(mix(seed, index))
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)]
  const company = index < companies.length ? index : Math.floor(random.next() ** 1.7 * companies.length)
  const id = uuid(random)
  return {
    id,
    email: `${plain(first)}.${plain(last)}.${index}@seed.example`,
    name: `${first} ${last}`,
    roles: index < companies.length ? ['admin'] : [],
    company,
    /** Days before now; nobody had a session before. */
    joined: 120 + random.below(600),
    home:
      random.next() < 0.3
        ? `2001:db8:${random.hex(4)}:${random.hex(4)}::${random.hex(3)}`
        : `198.18.${random.below(256)}.${random.below(256)}`,
    devices: devicesOf(random, first),
    /** Where their networks are: those of documentation are nowhere. */
    country: random.weighed(countries),
  }
}

function plain(name) {
  return name
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()
}
