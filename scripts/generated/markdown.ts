const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/** A table; cells may hold Markdown. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

export const code = (text: string): string => `\`${text}\``;

/** A page under a heading that tells its reader where it comes from. */
export const page = (title: string, ...parts: readonly string[]): string =>
  [`# ${title}`, 'Made by `npm run generate` from the code: change the code, not this page.', ...parts].join('\n\n') +
  '\n';
