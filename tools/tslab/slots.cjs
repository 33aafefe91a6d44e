// What the kernel's main thread and its control thread know of each other: numbers in shared memory.
module.exports = {
  /** The number of the cell that runs or is the next to; 0: none. */
  CELL: 0,
  /** The number of the cell that was interrupted last. */
  INTERRUPTED: 1,
  /** The number of the cell whose synchronous part runs, which SIGINT can break; 0: none. */
  BREAKABLE: 2,
  /** How many interrupts the main thread has answered. */
  ANSWERED: 3,
  /** 1 once the control thread has closed its socket. */
  CLOSED: 4,
  /** How many slots there are. */
  COUNT: 5,
  /** In BREAKABLE: SIGINT is on its way. */
  SIGNALLED: -1,
};
