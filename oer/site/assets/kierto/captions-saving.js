// One saving at a time.

/**
 * Asks for `write` (which answers whether all is saved) whenever it is free. Whatever is asked meanwhile waits,
 * together, and is done if something is left by then: a saving that began before the one under way has ended would
 * carry the version that it is about to replace, as if somebody else had saved.
 */
export class Saving {
  constructor(write, isSaved) {
    this.write = write;
    this.isSaved = isSaved;
  }

  ask() {
    if (!this.underWay) {
      this.underWay = this.write().finally(() => (this.underWay = undefined));
      return this.underWay;
    }
    this.next ??= this.underWay.then(() => {
      this.next = undefined;
      return this.isSaved() || this.ask();
    });
    return this.next;
  }
}
