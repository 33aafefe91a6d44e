/** Block work for tests: squares of numbers from 0 on, each block a number; one of them may fail. */
export const squares = {
  file: __filename,
  begin: ({ target, failing }: { target: Int32Array; failing?: number }) =>
    function* (block: number): Generator<void> {
      yield;
      if (block === failing) throw new Error(`block ${block} fails`);
      // Long enough for others to come to theirs.
      const until = performance.now() + 20;
      while (performance.now() < until);
      target[block] += block * block;
    },
};

export const { begin } = squares;
