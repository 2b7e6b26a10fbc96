const everyMs = 250;
const megabyte = 1_048_576;

/** Watches the memory of this process until `end`. The heap counts garbage, too. */
export const memoryOf = () => {
  let heap = 0;
  let rss = 0;
  const look = () => {
    const used = process.memoryUsage();
    heap = Math.max(heap, used.heapUsed);
    rss = Math.max(rss, used.rss);
  };
  const timer = setInterval(look, everyMs);
  return {
    end: () => {
      look();
      clearInterval(timer);
      return { peakHeapMb: heap / megabyte, peakRssMb: rss / megabyte };
    },
  };
};
