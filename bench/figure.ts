/** One line of the result, from one value per round. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly min: number;
  readonly median: number;
  /** The most that the median may be; a figure without it only informs. */
  readonly atMost?: number;
}

export const figure = (what: string, unit: string, values: readonly number[], atMost?: number): Figure => ({
  what,
  unit,
  min: rounded(Math.min(...values)),
  median: rounded(medianOf(values)),
  ...(atMost !== undefined && { atMost }),
});

export const holds = ({ median, atMost = Infinity }: Figure): boolean => median <= atMost;

/** Of an even number of values the upper of the two in the middle. */
export const medianOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const rounded = (value: number): number => Number(value.toPrecision(3));
