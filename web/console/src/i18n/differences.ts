/** What keeps two sets of texts from being equals: missing keys, empty texts, other placeholders. */
export function differences(first: Record<string, string>, second: Record<string, string>): string[] {
  const found: string[] = [];
  for (const key of new Set([...Object.keys(first), ...Object.keys(second)])) {
    const one = first[key];
    const other = second[key];
    if (one === undefined) found.push(`${key}: missing in the first`);
    else if (other === undefined) found.push(`${key}: missing in the second`);
    else if (!one.trim() || !other.trim()) found.push(`${key}: empty`);
    else if (placeholders(one) !== placeholders(other)) found.push(`${key}: placeholders ${placeholders(one)} and ${placeholders(other)}`);
  }
  return found;
}
const placeholders = (text: string): string => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
