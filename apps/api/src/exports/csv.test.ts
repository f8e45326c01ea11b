import { describe, expect, it } from 'vitest'
import { csv, csvRow } from './csv.js'
import { jsonLines } from './json-lines.js'

async function* batches<T>(...all: T[][]): AsyncGenerator<T[]> {
  for (const batch of all) yield await Promise.resolve(batch)
}

async function whole(pieces: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

describe('a table', () => {
  it('begins with the mark of its encoding and the names of its columns, and has a row an item', async () => {
    const columns = [
      ['name', ({ name }: { name: string; age: number }) => name],
      ['age', ({ age }: { name: string; age: number }) => age],
    ] as const
    const text = await whole(csv(columns, batches([{ name: 'Ada', age: 36 }], [], [{ name: 'Jürgen 🙂', age: -1 }])))
    expect(text).toBe('\uFEFFname,age\r\nAda,36\r\nJürgen 🙂,-1\r\n')
  })

  it('has its names even where nothing matches', async () => {
    expect(await whole(csv([['id', () => 1]], batches()))).toBe('\uFEFFid\r\n')
  })

  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\r\nlines', '"two\r\nlines"'],
    ['', ''],
  ])('quotes as RFC 4180 says: %j', (cell, written) => {
    expect(csvRow([cell])).toBe(`${written}\r\n`)
  })

  it.each([
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1+1', "'  =1+1"],
    ['＝1', "'＝1"],
    ['\t=1', '"\'\t\'=1"'],
    ['\rx', '"\'\rx"'],
    ['=HYPERLINK("http://evil";"x")', '"\'=HYPERLINK(""http://evil"";""x"")"'],
  ])('makes a formula text: %j', (cell, written) => {
    expect(csvRow([cell])).toBe(`${written}\r\n`)
  })

  it.each([
    ['Mozilla/5.0;=cmd|x', '"Mozilla/5.0;\'=cmd|x"'],
    ['a\n=1+1', '"a\n\'=1+1"'],
    ['a\t@b', '"a\t\'@b"'],
  ])('makes text of what becomes one where a sheet takes the cell apart: %j', (cell, written) => {
    expect(csvRow([cell])).toBe(`${written}\r\n`)
  })

  it('leaves numbers what they are, and null empty', () => {
    expect(csvRow([-5, null, true, 'a=b-c@d'])).toBe('-5,,true,a=b-c@d\r\n')
  })
})

it('JSON lines are an object a line, whatever it holds', async () => {
  const items = [{ text: 'two\nlines =1' }, { text: '\u2028' }, { text: null }]
  const text = await whole(jsonLines(batches(items.slice(0, 2), [], items.slice(2))))
  expect(text.endsWith('\n')).toBe(true)
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(items)
})

it('asks for the next batch only when the one before was taken', async () => {
  let asked = 0
  async function* counted(): AsyncGenerator<number[]> {
    for (;;) yield await Promise.resolve([++asked])
  }
  const pieces = jsonLines(counted())
  await pieces.next()
  expect(asked).toBe(1)
  await pieces.return()
  expect(asked).toBe(1)
})
