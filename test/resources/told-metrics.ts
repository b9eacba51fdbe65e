import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { filesIn, root } from '../house/imports'

/** Texts an expression can be: a literal, or either side of a choice. */
function textsOf(node: ts.Expression): string[] | undefined {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression)
  if (!ts.isConditionalExpression(node)) return undefined
  const [yes, no] = [textsOf(node.whenTrue), textsOf(node.whenFalse)]
  return yes && no && [...yes, ...no]
}

/** Names of all numbers the code tells; throws for a name that cannot be read where it is written. */
export function toldMetrics(files = [...filesIn('lib'), ...filesIn('functions')]): string[] {
  const told = new Set<string>()
  for (const file of files) {
    const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2023)
    const visit = (node: ts.Node): void => {
      if (
        ts.isCallExpression(node) &&
        ts.isIdentifier(node.expression) &&
        node.expression.text === 'measure'
      ) {
        const names = node.arguments[0] && textsOf(node.arguments[0])
        if (!names)
          throw new Error(`${file}: measure() takes names as they are, so that alarms can be held to them`)
        for (const name of names) told.add(name)
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return [...told].sort()
}
