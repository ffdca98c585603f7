/** Keeps the latest `size` of whatever is pushed, in memory that never grows. */
export class Ring<T> {
  readonly size: number;
  private readonly slots: T[] = [];
  private next = 0;

  constructor(size: number) {
    this.size = size;
  }

  push(item: T): void {
    this.slots[this.next] = item;
    this.next = (this.next + 1) % this.size;
  }

  /** Oldest first. */
  toArray(): T[] {
    if (this.slots.length < this.size) return [...this.slots];
    return [...this.slots.slice(this.next), ...this.slots.slice(0, this.next)];
  }
}
