import ts from 'typescript'

/** The names of the classes in a source file that are errors by their name. */
export function findErrorClasses(fileName: string, text: string): string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node) && node.name?.text.endsWith('Error')) names.push(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true))
  return names
}
