import type { Bilingual } from './finding'

/** What the officer signs with each version submitted. */
export interface Statement {
  version: string
  parts: { id: 'responsibility' | 'unclassified'; article: string; text: Bilingual }[]
}

const november2026: Statement = {
  version: '2026-11',
  parts: [
    {
      id: 'responsibility',
      article: '6',
      text: {
        zh: '本单位对所报内容（文字、图片、视频及其来源）的真实性、可靠性、合规性负责，已核实内容准确，并有权使用所附图片和视频。',
        en: 'Our unit answers for the truth, reliability and compliance of what is submitted: text, pictures, video and their source. It has been checked, and we have the right to use the pictures and videos attached.',
      },
    },
    {
      id: 'unclassified',
      article: '8',
      text: {
        zh: '所报内容已经过保密审查，不含国家秘密、工作秘密、商业秘密及未经同意公开的个人信息。',
        en: 'What is submitted was reviewed for secrecy: it holds no state, work or trade secret, and no personal data without consent.',
      },
    },
  ],
}

const versions: readonly Statement[] = [november2026]

/** The statement to be signed now. */
export const statement: Statement = versions.at(-1)!

/** A statement as it was signed. @throws RangeError for a version that never was */
export function statementOf(version: string): Statement {
  const found = versions.find((known) => known.version === version)
  if (!found) throw new RangeError(`no statement version ${version}`)
  return found
}

/** One line for records: the version and the whole text in one language. */
export const statementWording = (language: 'zh' | 'en', of: Statement = statement): string =>
  `[${of.version}] ${of.parts.map(({ text }) => text[language]).join(language === 'zh' ? '' : ' ')}`
