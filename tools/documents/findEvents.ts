import ts from 'typescript'

export type EventType = {
  name: string
  /** The names in what a listener is handed. */
  fields: string[]
  hasComment: boolean
}

/** The events of each type `…Events` that a source file declares, by the type's name. */
export function findEvents(fileName: string, text: string): Map<string, EventType[]> {
  const found = new Map<string, EventType[]>()
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  for (const node of file.statements) {
    if (!ts.isTypeAliasDeclaration(node) || !ts.isTypeLiteralNode(node.type)) continue
    if (!node.name.text.endsWith('Events')) continue
    const events = node.type.members.filter(ts.isPropertySignature).map((member) => ({
      name: member.name.getText(),
      fields:
        member.type && ts.isTypeLiteralNode(member.type)
          ? member.type.members.map((field) => field.name?.getText() ?? '')
          : [],
      hasComment: ts.getJSDocCommentsAndTags(member).length > 0,
    }))
    found.set(node.name.text, events)
  }
  return found
}
