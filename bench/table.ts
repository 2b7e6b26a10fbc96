import pc from 'picocolors';
import { holds, type Figure } from './figure';

const head = ['', 'min', 'median', 'unit', 'at most', ''];

/** The lines of a table for a person. */
export function tableOf(figures: readonly Figure[]): readonly string[] {
  const rows = [head, ...figures.map(rowOf)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row, at) => {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    const found = figures[at - 1];
    return found && !holds(found) ? pc.red(line) : line;
  });
}

const rowOf = (each: Figure): readonly string[] => {
  const { what, min, median, unit, atMost } = each;
  const verdict = holds(each) ? 'kept' : 'missed';
  return [what, String(min), String(median), unit, String(atMost ?? ''), atMost === undefined ? '' : verdict];
};
