import ts from 'typescript'

const isCode = (text: string) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(text)

/**
 * The error codes that a source file can give to an error: texts in the form of a code that are the
 * value of something named `code`, whatever chooses between them.
 */
export function findErrorCodes(fileName: string, text: string): string[] {
  const codes = new Set<string>()
  const collect = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isCode(node.text)) codes.add(node.text)
    else if (ts.isConditionalExpression(node)) [node.whenTrue, node.whenFalse].forEach(collect)
    else if (ts.isBinaryExpression(node)) [node.left, node.right].forEach(collect)
    else if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) collect(node.expression)
    else if (ts.isUnionTypeNode(node)) node.types.forEach(collect)
    else if (ts.isLiteralTypeNode(node)) collect(node.literal)
  }
  const visit = (node: ts.Node): void => {
    const isNamed = ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node)
    if (isNamed && node.name.getText() === 'code' && node.initializer) collect(node.initializer)
    if (ts.isParameter(node) && node.name.getText() === 'code' && node.type) collect(node.type)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true))
  return [...codes]
}
