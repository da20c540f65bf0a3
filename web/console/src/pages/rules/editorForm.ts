/** The editor knows the names of DMN 1.3 alone; those of later versions mean the same in tables. */
const laterNames = /https:\/\/www\.omg\.org\/spec\/DMN\/(20211108|20230324|20240513)\/(MODEL|DMNDI)\//g;

/** A model as the table editor reads it: with the names it knows, and what is said beside a row where it shows and edits it. */
export function forEditor(xml: string): string {
  const known = xml.replace(laterNames, 'https://www.omg.org/spec/DMN/20191111/$2/');
  if (!known.includes('annotationEntry')) return known;
  const model = new DOMParser().parseFromString(known, 'application/xml');
  if (model.querySelector('parsererror')) return known;
  for (const rule of model.querySelectorAll('rule')) {
    const entries = [...rule.children].filter((child) => child.localName === 'annotationEntry');
    const notes = entries.map((entry) => entry.textContent?.trim() ?? '').filter(Boolean);
    const said = [...rule.children].find((child) => child.localName === 'description');
    const description = said ?? model.createElementNS(rule.namespaceURI, 'description');
    if (notes.length > 0) description.textContent = [description.textContent?.trim(), ...notes].filter(Boolean).join(' · ');
    if (!said && notes.length > 0) rule.prepend(description);
    entries.forEach((entry) => entry.remove());
  }
  model.querySelectorAll('decisionTable > annotation').forEach((column) => column.remove());
  return new XMLSerializer().serializeToString(model);
}
