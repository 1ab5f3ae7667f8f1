import ts from 'typescript'

export interface Import {
  specifier: string
  line: number
  /** Gone once compiled: `import type`, `export type … from`, `import('…').Type`. */
  typeOnly: boolean
}

/** Finds whatever a source file imports: statically, dynamically, as types, or by passing it on. */
export function readImports(path: string, text: string): Import[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []

  function add(node: ts.Node | undefined, typeOnly: boolean) {
    if (!node || !ts.isStringLiteralLike(node)) return
    const { line } = source.getLineAndCharacterOfPosition(node.getStart())
    imports.push({ specifier: node.text, line: line + 1, typeOnly })
  }

  function visit(node: ts.Node) {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly)
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true)
    } else if (ts.isExternalModuleReference(node)) {
      add(node.expression, false)
    } else if (ts.isCallExpression(node) && isLoading(node.expression)) {
      add(node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return imports
}

/** `import(…)`, `require(…)` and `require.resolve(…)`. */
function isLoading(callee: ts.Expression): boolean {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true
  const called = ts.isPropertyAccessExpression(callee) ? callee.expression : callee
  return ts.isIdentifier(called) && called.text === 'require'
}
