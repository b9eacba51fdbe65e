/** One rule taken out of the code, and the journey that must then fail. */
export interface Proof {
  article: string
  rule: string
  file: string
  /** stands exactly once in the file */
  find: string
  /** what stands there without the rule */
  replace: string
  journey: string
  /** title of the test, as `jest -t` takes it */
  test: string
}

const regulation = 'test/journeys/regulation.test.ts'

/** Every article that demands something of the software (docs/policy.md). */
export const proofs: Proof[] = [
  {
    article: '2',
    rule: 'a unit reads its own matters only',
    file: 'lib/people/person.ts',
    find: '(isActive(person, date) && person.unitId === unitId) ||',
    replace: 'isActive(person, date) || unitId === "" ||',
    journey: regulation,
    test: 'article 2',
  },
  {
    article: '6',
    rule: 'only a named officer writes for the unit',
    file: 'lib/submission/access.ts',
    find: "if (person.unitId === submission.unitId && holds(person, 'officer', today, submission.unitId)) return",
    replace: 'if (person.unitId === submission.unitId || holds(person, "officer", today)) return',
    journey: 'test/journeys/approve.test.ts',
    test: 'takes designations',
  },
  {
    article: '7',
    rule: 'what is sent is what was approved',
    file: 'lib/submission/submission.ts',
    find: 'if (now === contentHash && submission.contentHash === contentHash) return',
    replace: 'if (contentHash.length > 0) return',
    journey: regulation,
    test: 'article 7',
  },
  {
    article: '8',
    rule: 'a security marking blocks',
    file: 'lib/policy/wording/screen.ts',
    find: "'screen.marking': {\n    article: '8',\n    severity: 'refuse',",
    replace: "'screen.marking': {\n    article: '8',\n    severity: 'warn',",
    journey: regulation,
    test: 'article 8',
  },
  {
    article: '8',
    rule: 'every hit is answered before a tier approves',
    file: 'lib/approval/decide.ts',
    find: 'if (open.length === 0) return',
    replace: 'if (open.length >= 0) return',
    journey: regulation,
    test: 'article 8',
  },
  {
    article: '9',
    rule: 'one of seven kinds',
    file: 'lib/policy/text-rule.ts',
    find: "if (category === undefined) return [findingOf('category.required', { limit })]",
    replace: 'if (category === undefined) return []',
    journey: regulation,
    test: 'article 9',
  },
  {
    article: '9',
    rule: 'the sixth kind needs a company leader',
    file: 'lib/policy/route.ts',
    find: 'return [...steps, ...added]',
    replace: 'return added.length > 9 ? added : [...steps]',
    journey: regulation,
    test: 'article 9',
  },
  {
    article: '10.1',
    rule: 'a source is named',
    file: 'lib/policy/text-rule.ts',
    find: "if (said === '') return [findingOf('source.required')]",
    replace: "if (said === '') return []",
    journey: regulation,
    test: 'article 10.1',
  },
  {
    article: '10.2',
    rule: 'pictures larger than 1 MB',
    file: 'lib/policy/policy-2026-11.ts',
    find: 'aboveBytes: mebibyte,',
    replace: 'aboveBytes: mebibyte / 2,',
    journey: 'test/journeys/limits.test.ts',
    test: 'article 10.2, pictures',
  },
  {
    article: '10.2',
    rule: 'Weibo texts of at most 140',
    file: 'lib/policy/weibo-counter.ts',
    find: 'return seen > limit ?',
    replace: 'return seen > limit + 1 ?',
    journey: 'test/journeys/limits.test.ts',
    test: 'article 10.2, Weibo',
  },
  {
    article: '10.3',
    rule: 'no send before the test was confirmed',
    file: 'lib/edition/confirm-edition.ts',
    find: 'await requireCode(post, seen, given.by, given.code)',
    replace: 'if (given.code === "") await requireCode(post, seen, given.by, given.code)',
    journey: 'test/journeys/send.test.ts',
    test: 'the send of a day',
  },
  {
    article: '10.3',
    rule: 'a send of a day that is taken is told who took it',
    file: 'lib/edition/start-send.ts',
    find: 'if (claim) throw dayClaimed(claim, await editions.find(date))',
    replace: 'if (claim?.date === "") throw dayClaimed(claim, await editions.find(date))',
    journey: 'test/journeys/send.test.ts',
    test: 'the send of a day',
  },
  {
    article: '11.1',
    rule: 'three tiers for WeChat',
    file: 'lib/policy/policy-2026-11.ts',
    find: 'full: [unitHead, officeReview, departmentHead],',
    replace: 'full: [unitHead, departmentHead],',
    journey: regulation,
    test: 'article 11: ',
  },
  {
    article: '11.1',
    rule: 'what ended is kept for inspection',
    file: 'lib/archive/seal-due.ts',
    find: 'await seal(due)',
    replace: 'if (due.head.id === "") await seal(due)',
    journey: 'test/journeys/archive.test.ts',
    test: 'seals a rejection',
  },
  {
    article: '11.2',
    rule: 'two tiers for Weibo alone',
    file: 'lib/policy/route.ts',
    find: ": 'short'",
    replace: ": 'full'",
    journey: regulation,
    test: 'article 11: ',
  },
  {
    article: '11.3',
    rule: 'only the editor composes',
    file: 'functions/edition/edition-desk.ts',
    find: "'PUT /api/editions/{date}': door({ request: Compose, roles: ['editor'] }",
    replace: "'PUT /api/editions/{date}': door({ request: Compose, roles: [] }",
    journey: regulation,
    test: 'article 11.3',
  },
]
