/** Real time plus an offset that grows whenever the estate's clock is moved. */
export interface EstateClock {
  readonly now: () => Date;
  readonly moveTo: (time: Date) => void;
}

export function estateClock(): EstateClock {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    moveTo: (time) => {
      ahead = time.getTime() - Date.now();
    },
  };
}
