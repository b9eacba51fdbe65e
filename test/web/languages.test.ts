import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { filesIn, root } from '../house/imports'

interface Pair {
  at: string
  zh: string
  en: string
}

/** Literal words of an expression; what is put in between is a person's or another pair's. */
function words(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…')
  if (ts.isConditionalExpression(node)) {
    const both = [words(node.whenTrue), words(node.whenFalse)]
    return both.some((one) => one === undefined) ? undefined : both.join('…')
  }
  return undefined
}

/** Everything a file says in both languages: `{ zh, en }`, and `say(zh, en)` of pages. */
function pairsIn(file: string): Pair[] {
  const text = readFileSync(join(root, file), 'utf8')
  const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind)
  const found: Pair[] = []
  const add = (node: ts.Node, zh: ts.Node | undefined, en: ts.Node | undefined) => {
    const [chinese, english] = [zh && words(zh), en && words(en)]
    if (chinese === undefined || english === undefined) return
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1
    found.push({ at: `${file}:${line}`, zh: chinese, en: english })
  }
  const walk = (node: ts.Node) => {
    if (ts.isObjectLiteralExpression(node)) {
      const of = (name: string) =>
        node.properties.find(
          (one): one is ts.PropertyAssignment => ts.isPropertyAssignment(one) && one.name.getText() === name,
        )?.initializer
      add(node, of('zh'), of('en'))
    }
    if (ts.isCallExpression(node) && node.expression.getText() === 'say')
      add(node, node.arguments.at(-2), node.arguments.at(-1))
    ts.forEachChild(node, walk)
  }
  walk(source)
  return found
}

/** What WeChat's and Weibo's own pages say, which are Chinese, signs of a list's file, and the name of a language. */
const theirs =
  /发表记录|阅读原文|原文链接|内容与互动|草稿箱|新的创作|写新文章|微信认证|删除|确认|中文|10年|手~\|~码/g
const chinese = /[\u3400-\u9fff]/
/** Two English words one after the other: names, units and calls of the platforms stand alone. */
const english = /\b[A-Za-z]{3,} [A-Za-z]{2,}\b/
/** Names of things, as they are called in both languages. */
const names = /API IP|App Key|App Secret|npx qianfa-verify/g

const pairs = ['lib', 'functions', 'web/src'].flatMap((folder) => filesIn(folder)).flatMap(pairsIn)

describe('what the system says', () => {
  it('is seen: pages, letters and refusals', () => {
    expect(pairs.length).toBeGreaterThan(2_000)
    for (const folder of ['lib/channels/mail', 'lib/pages', 'web/src'])
      expect(pairs.filter(({ at }) => at.startsWith(folder)).length).toBeGreaterThan(50)
  })

  it('in English holds no Chinese', () => {
    // What a policy in force says is not reworded.
    const ours = pairs.filter(({ at }) => !at.startsWith('lib/policy/policy-'))
    expect(ours.filter(({ en }) => chinese.test(en.replaceAll(theirs, '')))).toEqual([])
  })

  it('in Chinese holds no English sentence', () => {
    expect(pairs.filter(({ zh }) => english.test(zh.replaceAll(names, '')))).toEqual([])
  })

  it('says something in both', () => {
    expect(pairs.filter(({ zh, en }) => (zh.trim() === '') !== (en.trim() === ''))).toEqual([])
  })
})
