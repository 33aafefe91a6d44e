import { randomUUID } from "node:crypto";
import * as jupyter from "tslab/dist/jupyter";

/** One thing to show in several forms, each under its MIME type: who reads it takes the best that he can show. */
export interface Forms {
  /** For terminals, and whoever knows nothing else. */
  readonly "text/plain": string;
  readonly [mimeType: string]: unknown;
}

/**
 * Shows something below the cell: one message with all forms, where tslab's `display` sends one form a message.
 * @param forms texts, base64 for pictures, and plain data for types that end on "+json"
 */
export function show(forms: Forms): void {
  send(forms, {}, false);
}

/** A place below the cell whose content is replaced. */
export class Place {
  readonly #id = randomUUID();
  #isShown = false;

  /**
   * Shows something here, in place of what was here before.
   * @param forms as `show` takes them
   */
  show(forms: Forms): void {
    send(forms, { display_id: this.#id }, this.#isShown);
    this.#isShown = true;
  }
}

type Message = Parameters<typeof jupyter.lastWriteDisplayData>[0];

function send(forms: Forms, transient: Message["transient"], isUpdate: boolean): void {
  const data = forms as Message["data"];
  jupyter.lastWriteDisplayData({ data, metadata: {}, transient }, isUpdate);
}
