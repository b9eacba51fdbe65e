import { fold } from './folded-text'
import { variants } from './variants'

export interface PersonalNumber {
  rule: 'screen.identity-number' | 'screen.mobile-number' | 'screen.bank-card'
  start: number
  end: number
  /** the number with its middle hidden, for logs and lists */
  masked: string
}

/** Digits in groups, up to three blanks or dashes between two groups. */
const numbers = /\d+(?:[ \-‐-―−]{1,3}\d+)*/g
const longest = 19
/** a mobile phone number */
const shortest = 11

/** Resident identity numbers, mobile phone numbers and bank cards, written in one piece or in groups. */
export function personalNumbersIn(original: string): PersonalNumber[] {
  const folded = fold(original, { variants, keepBlanks: true })
  const found: PersonalNumber[] = []
  for (const run of folded.text.matchAll(numbers)) {
    const groups = [...run[0].matchAll(/\d+/g)].map((group) => ({
      digits: group[0],
      from: run.index + group.index,
    }))
    for (let first = 0; first < groups.length; first++) {
      const match = longestFrom(groups, first, folded.text)
      if (!match) continue
      found.push({
        rule: match.rule,
        ...folded.placeOf(groups[first]!.from, match.to),
        masked: masked(match.digits),
      })
      first = match.last
    }
  }
  return found
}

interface Group {
  digits: string
  from: number
}

interface Candidate {
  rule: PersonalNumber['rule']
  digits: string
  last: number
  to: number
}

function longestFrom(groups: Group[], first: number, text: string): Candidate | undefined {
  let joined = ''
  let best: Candidate | undefined
  const lengths: number[] = []
  for (let last = first; last < groups.length && joined.length < longest; last++) {
    const { digits, from } = groups[last]!
    joined += digits
    lengths.push(digits.length)
    if (joined.length < shortest) continue
    const end = from + digits.length
    const checked = joined.length === 17 && text[end] === 'x' ? `${joined}x` : joined
    const rule = kindOfNumber(checked, lengths)
    if (rule) best = { rule, digits: checked, last, to: end + checked.length - joined.length }
  }
  return best
}

const inOnePieceOrSingly = (lengths: number[]) =>
  lengths.length === 1 || lengths.every((length) => length === 1)

function kindOfNumber(digits: string, lengths: number[]): PersonalNumber['rule'] | undefined {
  if (isIdentityNumber(digits)) return 'screen.identity-number'
  const inFours = lengths.slice(0, -1).every((length) => length === 4)
  if (isBankCard(digits) && (inOnePieceOrSingly(lengths) || inFours)) return 'screen.bank-card'
  const endsInFours = lengths.length > 1 && lengths.slice(-2).every((length) => length === 4)
  if (/^(?:0086|86)?1[3-9]\d{9}$/.test(digits) && (inOnePieceOrSingly(lengths) || endsInFours))
    return 'screen.mobile-number'
  return undefined
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643: region, a real date of birth since 1900, and the check character. */
function isIdentityNumber(digits: string): boolean {
  const parts = /^[1-8]\d{5}((?:19|20)\d{2})(\d{2})(\d{2})\d{3}[\dx]$/.exec(digits)
  if (!parts) return false
  const birth = `${parts[1]}-${parts[2]}-${parts[3]}`
  const date = new Date(`${birth}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== birth) return false
  const sum = weights.reduce((total, weight, i) => total + weight * Number(digits[i]), 0)
  return '10x98765432'[sum % 11] === digits[17]
}

/** 15 to 19 digits of a card network, with Luhn's check digit. */
function isBankCard(digits: string): boolean {
  if (!/^[3-6]\d{14,18}$/.test(digits)) return false
  let sum = 0
  for (let i = digits.length - 1, double = false; i >= 0; i--, double = !double) {
    const value = Number(digits[i]) * (double ? 2 : 1)
    sum += value > 9 ? value - 9 : value
  }
  return sum % 10 === 0
}

const masked = (digits: string): string =>
  `${digits.slice(0, 3)}${'*'.repeat(digits.length - 7)}${digits.slice(-4)}`
